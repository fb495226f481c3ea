/** Mends a service file of the Nacos client, see {@code Hidden}; nothing else lives here. */
@NullMarked
package com.alibaba.nacos.shaded.io.grpc.netty.shaded.io.netty.util.internal;

import org.jspecify.annotations.NullMarked;
