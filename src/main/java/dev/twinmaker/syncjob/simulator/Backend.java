package dev.twinmaker.syncjob.simulator;

/** A service behind the port. */
interface Backend {

    /** Performs a call and enters what it did into the journal. */
    Reply answer(Call call, Journal.Line line);

    /** A token that leads to the page the call itself asks for, empty if the service has no pages. */
    String ownToken(Call call);

    /** How the answers to a call are written. */
    Protocol protocol(Call call);
}
