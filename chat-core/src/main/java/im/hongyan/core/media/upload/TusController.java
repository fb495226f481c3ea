package im.hongyan.core.media.upload;

import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.media.type.FileTypes;
import im.hongyan.link.proto.Principal;
import java.net.URI;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Files in several requests, each of which goes on where the last one was cut: the tus protocol 1.0.0 with the extensions
 * creation, creation-with-upload, termination and expiration. Errors are problem details (RFC 9457).
 */
@RestController
@RequestMapping(TusController.PATH)
class TusController {
    static final String PATH = "/api/v1/media/uploads";
    private static final MediaType BYTES = MediaType.parseMediaType(Tus.BYTES);

    private final UploadService uploads;
    private final FileTypes types;

    TusController(UploadService uploads, FileTypes types) {
        this.uploads = uploads;
        this.types = types;
    }

    @RequestMapping(method = RequestMethod.OPTIONS)
    ResponseEntity<Void> abilities() {
        return ResponseEntity.noContent()
                .header(Tus.RESUMABLE, Tus.VERSION)
                .header(Tus.SUPPORTED, Tus.VERSION)
                .header(Tus.EXTENSION, Tus.EXTENSIONS)
                .header(Tus.MAX_SIZE, Long.toString(types.largest()))
                .build();
    }

    @PostMapping
    Mono<ResponseEntity<Void>> begin(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, ServerWebExchange exchange) {
        Tus.agree(exchange);
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = request.getHeaders();
        boolean withBytes = BYTES.equals(headers.getContentType());
        return uploads.begin(principal, Tus.name(headers), Tus.bytes(headers, Tus.LENGTH))
                .flatMap(upload -> (withBytes
                                ? uploads.append(principal, upload.id(), 0, request.getBody())
                                : Mono.just(Progress.of(upload, 0)))
                        .map(progress -> answer(HttpStatus.CREATED, progress)
                                .location(URI.create(PATH + '/' + upload.id()))
                                .build()));
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.HEAD)
    Mono<ResponseEntity<Void>> progress(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            ServerWebExchange exchange) {
        Tus.agree(exchange);
        return uploads.progress(principal, id)
                .map(progress -> answer(HttpStatus.OK, progress)
                        .header(Tus.LENGTH, Long.toString(progress.bytes()))
                        .cacheControl(CacheControl.noStore())
                        .build());
    }

    @PatchMapping(path = "/{id}", consumes = Tus.BYTES)
    Mono<ResponseEntity<Void>> append(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            ServerWebExchange exchange) {
        Tus.agree(exchange);
        ServerHttpRequest request = exchange.getRequest();
        return uploads.append(principal, id, Tus.bytes(request.getHeaders(), Tus.OFFSET), request.getBody())
                .map(progress -> answer(HttpStatus.NO_CONTENT, progress).build());
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<Void>> drop(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            ServerWebExchange exchange) {
        Tus.agree(exchange);
        return uploads.drop(principal, id).thenReturn(ResponseEntity.noContent().build());
    }

    private static ResponseEntity.BodyBuilder answer(HttpStatus status, Progress progress) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(status).header(Tus.OFFSET, Long.toString(progress.received()));
        String expiry = Tus.expiry(progress);
        return expiry == null ? answer : answer.header(Tus.EXPIRES, expiry);
    }
}
