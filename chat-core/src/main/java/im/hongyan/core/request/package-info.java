/**
 * How many requests users and backends make to the REST API, and how many made-up keys an address shows. Counted in Redis for all
 * chat-cores together. Imports {@code account}, {@code tenant}.
 */
@NullMarked
package im.hongyan.core.request;

import org.jspecify.annotations.NullMarked;
