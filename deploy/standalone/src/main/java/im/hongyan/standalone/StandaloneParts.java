package im.hongyan.standalone;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Boot's auto-configuration without what finds and calls other processes: there are none here, and looking at those
 * configurations takes a good part of the start.
 */
final class StandaloneParts extends AutoConfigurationImportSelector {

    private static final List<String> OF_OTHER_PROCESSES = List.of("org.springframework.cloud.", "com.alibaba.cloud.");

    @Override
    protected List<String> getCandidateConfigurations(AnnotationMetadata metadata, AnnotationAttributes attributes) {
        return super.getCandidateConfigurations(metadata, attributes).stream()
                .filter(name -> OF_OTHER_PROCESSES.stream().noneMatch(name::startsWith))
                .toList();
    }

    @Override
    protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
        AnnotationAttributes none = new AnnotationAttributes();
        none.put("exclude", new String[0]);
        none.put("excludeName", new String[0]);
        return none;
    }
}
