.PHONY: run build test bench image

run: ## the service, with the simulator
	go run .

build: ## the binary, for this machine
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o xiaoqing .

test: ## all checks and tests on SQLite and MariaDB; as root on Debian it installs what is missing
	.ci/packages
	.ci/mariadb .ci/test

bench: ## benchmarks, then messages a second through the real router
	.ci/packages
	.ci/mariadb .ci/bench

image: ## the container image
	docker build -t xiaoqing .
