/**
 * What a user installs: the chart, the plain manifest rendered from it and the samples.
 *
 * <p>The chart is rendered by the real Helm, without a cluster. What it holds twice (the CRD, the settings, the versions)
 * is proved equal to its source, and the rights are listed one by one, so that none is added by accident.
 */
package dev.twinmaker.syncjob.install;
