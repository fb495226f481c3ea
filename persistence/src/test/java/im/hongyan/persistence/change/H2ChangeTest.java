package im.hongyan.persistence.change;

import im.hongyan.persistence.store.Databases;
import io.r2dbc.spi.ConnectionFactory;

class H2ChangeTest extends ChangeContract {
    @Override
    ConnectionFactory connections() {
        return Databases.h2();
    }
}
