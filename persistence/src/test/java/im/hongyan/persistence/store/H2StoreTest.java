package im.hongyan.persistence.store;

import io.r2dbc.spi.ConnectionFactory;

class H2StoreTest extends StoreContract {
    @Override
    ConnectionFactory connections() {
        return Databases.h2();
    }
}
