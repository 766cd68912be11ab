/**
 * The command that takes stock: it prints manifests of the sync jobs that exist in AWS, ready to be applied, or lists
 * those whose owner is gone.
 *
 * <p>It only reads, from AWS and, for orphans, from the API server. It is a program of its own and knows nothing of the
 * operator's shell; only {@link dev.twinmaker.syncjob.importer.ImportCommand} knows the AWS adapter.
 */
@NullMarked
package dev.twinmaker.syncjob.importer;

import org.jspecify.annotations.NullMarked;
