#!/bin/sh
# Serves one page that says which pod answers and in which version. When it is asked to end, it answers for a second more, until no
# service sends it requests.
mkdir -p /tmp/www
echo "Hello from $(hostname), version ${HELLO_VERSION}" >/tmp/www/index.html
httpd -f -vv -p 8080 -h /tmp/www &
trap 'sleep 1; kill $!; exit 0' TERM INT
echo "hello ${HELLO_VERSION} listens on 8080"
wait $!
