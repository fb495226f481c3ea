package com.alibaba.nacos.shaded.io.grpc.netty.shaded.io.netty.util.internal;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * The jar of nacos-client 3.0.3 names this class in a service file but does not contain it, so that BlockHound cannot start
 * in any test that has the client on its class path. Loaded by BlockHound only.
 */
final class Hidden {

    private Hidden() {}

    /** Allows and forbids nothing. */
    public static final class NettyBlockHoundIntegration implements BlockHoundIntegration {

        @Override
        public void applyTo(BlockHound.Builder builder) {
            // The client's own threads are nobody's event loop of ours.
        }
    }
}
