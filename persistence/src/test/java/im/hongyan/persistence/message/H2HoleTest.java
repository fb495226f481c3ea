package im.hongyan.persistence.message;

import im.hongyan.persistence.store.Databases;
import io.r2dbc.spi.ConnectionFactory;

class H2HoleTest extends HoleContract {
    @Override
    ConnectionFactory connections() {
        return Databases.h2();
    }
}
