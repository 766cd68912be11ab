/** Tests of the command that takes stock. */
package dev.twinmaker.syncjob.importer;
