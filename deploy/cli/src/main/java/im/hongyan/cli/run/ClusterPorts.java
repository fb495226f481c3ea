package im.hongyan.cli.run;

/**
 * Who listens where, counted from the base port. An application with two ports has them side by side: HTTP, then TCP.
 *
 * @param base the first gateway's HTTP port
 */
record ClusterPorts(int base) {

    /** How far a gateway's management port is from its HTTP port. */
    static final int MANAGEMENT_DISTANCE = 320;

    int gatewayHttp(int index) {
        return base + 2 * index;
    }

    int gatewayTcp(int index) {
        return gatewayHttp(index) + 1;
    }

    int gatewayManagement(int index) {
        return gatewayHttp(index) + MANAGEMENT_DISTANCE;
    }

    int coreHttp(int index) {
        return base + 100 + 2 * index;
    }

    int coreCalls(int index) {
        return coreHttp(index) + 1;
    }

    int persistenceHttp(int index) {
        return base + 200 + 2 * index;
    }

    int persistenceCalls(int index) {
        return persistenceHttp(index) + 1;
    }

    int redis() {
        return base + 300;
    }

    int mariadb() {
        return base + 301;
    }

    int rabbit() {
        return base + 302;
    }

    int rabbitMapper() {
        return base + 303;
    }

    int rabbitDistribution() {
        return base + 304;
    }

    int nacos() {
        return base + 310;
    }
}
