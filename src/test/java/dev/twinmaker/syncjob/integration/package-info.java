/**
 * The operator as users run it: the packaged jar in a process of its own, under the rights of the chart, against a real
 * API server and, over HTTP, the simulator.
 */
package dev.twinmaker.syncjob.integration;
