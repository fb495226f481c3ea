package im.hongyan.link;

import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.EventShards;
import im.hongyan.link.http.ReadsOn;
import im.hongyan.link.redis.Redis;
import im.hongyan.link.redis.RedisProperties;
import im.hongyan.link.route.RedisRouteTable;
import im.hongyan.link.route.RouteProperties;
import im.hongyan.link.route.RouteTable;
import io.lettuce.core.api.StatefulRedisConnection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What both modes have: the handlers, the shards, Redis and the address book. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EventProperties.class, RedisProperties.class, RouteProperties.class})
class LinkConfiguration {

    @Bean
    ReadsOn readsOn() {
        return new ReadsOn();
    }

    @Bean
    CallHandlers callHandlers() {
        return new CallHandlers();
    }

    @Bean
    EventShards eventShards(EventProperties properties) {
        return new EventShards(properties.shards());
    }

    @Bean
    Redis hongyanRedis(RedisProperties properties) {
        return Redis.connect(properties);
    }

    @Bean(destroyMethod = "")
    StatefulRedisConnection<String, byte[]> hongyanRedisConnection(Redis redis) {
        return redis.connection();
    }

    @Bean
    RouteTable routeTable(StatefulRedisConnection<String, byte[]> redis, RouteProperties properties) {
        return new RedisRouteTable(redis, properties);
    }
}
