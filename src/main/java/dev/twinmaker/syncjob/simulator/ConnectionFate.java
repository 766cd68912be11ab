package dev.twinmaker.syncjob.simulator;

/** What became of the connection a request came on. */
public enum ConnectionFate {
    /** The request is being worked on, or its answer is held back. */
    OPEN,
    /** The whole answer was sent and the connection can be used again. */
    KEPT,
    /** The simulator ended the connection in order. */
    CLOSED,
    /** The simulator reset the connection. */
    RESET,
    /** The client ended the connection before the whole answer was sent. */
    ABANDONED
}
