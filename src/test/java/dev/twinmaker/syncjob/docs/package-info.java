/**
 * The documentation says what the code says: the tables of the reference, the manifests and quotations of the guide, and
 * the links between the pages.
 */
package dev.twinmaker.syncjob.docs;
