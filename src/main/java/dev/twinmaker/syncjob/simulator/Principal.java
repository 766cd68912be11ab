package dev.twinmaker.syncjob.simulator;

/** Who calls, as far as the request says. */
record Principal(String accessKey, String sessionToken, Place place, String service) {

    /** A user who is named like the access key. */
    String arn() {
        return "arn:" + place.partition() + ":iam::" + place.account() + ":user/" + accessKey;
    }
}
