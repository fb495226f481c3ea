package im.hongyan.core.media.upload;

import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.media.MediaView;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import java.net.URI;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Mono;

/** Files in one piece over REST: the body is the file. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping("/api/v1/media")
class MediaUploadController {
    private static final List<MediaType> FORMS =
            List.of(MediaType.parseMediaType("multipart/*"), MediaType.APPLICATION_FORM_URLENCODED);

    private final UploadService uploads;

    MediaUploadController(UploadService uploads) {
        this.uploads = uploads;
    }

    @PostMapping(produces = "application/json")
    Mono<ResponseEntity<MediaView>> take(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @RequestParam(defaultValue = "") String name,
            ServerHttpRequest request) {
        MediaType type = request.getHeaders().getContentType();
        if (type != null && FORMS.stream().anyMatch(form -> form.includes(type))) {
            throw new UnsupportedMediaTypeStatusException("the body is the file itself, no form that has one");
        }
        long bytes = request.getHeaders().getContentLength();
        if (bytes < 0) {
            throw Refused.invalid("Content-Length", "is needed");
        }
        return uploads.take(principal, name, bytes, request.getBody())
                .map(file -> ResponseEntity.created(URI.create("/api/v1/media/" + file.id()))
                        .body(MediaView.of(file)));
    }
}
