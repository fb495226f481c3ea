package im.hongyan.persistence.store;

import io.r2dbc.spi.ConnectionFactory;

class MariaDbStoreTest extends StoreContract {
    @Override
    ConnectionFactory connections() {
        return Databases.mariaDb();
    }
}
