package dev.twinmaker.syncjob.core.report;

/**
 * An event for the people who watch the object: one for each change, told after it happened.
 *
 * @param reason one word in PascalCase
 * @param incarnation which job it is about, so that the same event about the same job is told once
 */
public record Notice(boolean warning, String reason, String note, String incarnation) {}
