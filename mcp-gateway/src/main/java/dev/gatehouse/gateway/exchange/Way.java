package dev.gatehouse.gateway.exchange;

/**
 * The steps of one exchange, all of them by one set of policies: what it began with holds to its
 * end, whatever is put in force meanwhile.
 */
record Way(
    Callers callers,
    OwnAnswers answers,
    Handshake handshake,
    Listing listing,
    MirroredCheck mirrored,
    JudgedCall judgedCall,
    ClientNotifications notifications,
    Subscriptions subscriptions,
    ResourceSubscribing resources) {}
