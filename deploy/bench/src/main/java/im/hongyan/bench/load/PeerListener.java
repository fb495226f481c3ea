package im.hongyan.bench.load;

import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Problem;

/** What a peer tells; always on the peer's event loop. */
interface PeerListener {
    void accepted(Peer peer, int requestId);

    void refused(Peer peer, int requestId, Problem problem);

    void delivered(Peer peer, Message message);
}
