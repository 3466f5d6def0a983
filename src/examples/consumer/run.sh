#!/usr/bin/env bash
# Compiles the consumer against the library in the local Maven repository, and runs it twice: on the
# class path and on the module path. Install the library first: mvn install -DskipTests
set -euo pipefail
cd "$(dirname "$0")"

mvn -B -ntp -q clean process-classes
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

"$java" -cp "target/classes:target/lib/*" example.Consumer
"$java" -p target/classes:target/lib -m example.consumer/example.Consumer
