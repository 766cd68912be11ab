/** The documentation says what the code says: the tables of the reference, and the links between the pages. */
package dev.twinmaker.syncjob.docs;
