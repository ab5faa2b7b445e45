# docker buildx build --platform linux/amd64,linux/arm64 -t xiaoqing .

FROM --platform=$BUILDPLATFORM golang:1.26-bookworm AS build
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends fonts-wqy-microhei
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -buildvcs=false -trimpath -ldflags '-s -w' -o /image/xiaoqing . \
 && mkdir -p /image/data /image/tmp /image/etc/ssl/certs /image/usr/share/fonts/truetype /image/licenses \
 && cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \
 && cp -r /usr/share/fonts/truetype/wqy /image/usr/share/fonts/truetype/ \
 && cp LICENSE /image/licenses/

# Nothing but the program, which has its time zones and pages inside, a Chinese
# font, and the certificates by which it knows the platforms.
FROM scratch
COPY --from=build --chown=65532:65532 /image/ /
USER 65532:65532
# Reached from outside the container, so the simulator is on only when asked for
# (XQ_SIMULATOR=on).
ENV XQ_ADDR=:8080 XQ_SIMULATOR=off XQ_DATABASE=sqlite:/data/xiaoqing.db
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=4s --start-period=30s CMD ["/xiaoqing", "healthcheck"]
ENTRYPOINT ["/xiaoqing"]
