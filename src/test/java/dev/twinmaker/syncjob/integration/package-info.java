/**
 * The operator as users run it: the packaged jar in a process of its own, under the rights of the chart, against a real
 * API server and, over HTTP, the simulator.
 *
 * <p>A test here proves what no smaller one can: what the API server admits, how often it and AWS are called, and how the
 * operator comes through a fault at an exact request or a kill at an exact moment. Everything that can be decided without
 * a process is tested in the core.
 */
package dev.twinmaker.syncjob.integration;
