package dev.twinmaker.syncjob.simulator;

/** Who calls, as far as the request says. */
record Principal(String accessKey, String sessionToken, Place place, String service) {}
