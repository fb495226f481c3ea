package com.alibaba.nacos;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.metrics.export.elastic.ElasticMetricsExportAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.influx.InfluxMetricsExportAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.servlet.ServletComponentScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * A real Nacos naming server, alone on this machine and without authentication: for the local cluster and the tests, never
 * for production. It lives in Nacos's own package because Nacos finds its components by scanning from here.
 *
 * <p>System properties: {@code nacos.home} (a folder of its own), {@code server.port} (the gRPC ports are 1000 and 1001
 * above it).
 */
@SpringBootApplication(
        exclude = {
            SecurityAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class,
            ElasticMetricsExportAutoConfiguration.class,
            InfluxMetricsExportAutoConfiguration.class
        })
@ServletComponentScan
@EnableScheduling
public class NacosMain {

    /** Starts the server and returns; the server's own threads keep the process alive. */
    public static void main(String[] args) {
        System.setProperty("nacos.standalone", "true");
        System.setProperty("nacos.core.auth.enabled", "false");
        System.setProperty("server.tomcat.basedir", System.getProperty("nacos.home") + "/tomcat");
        SpringApplication.run(NacosMain.class, args);
    }
}
