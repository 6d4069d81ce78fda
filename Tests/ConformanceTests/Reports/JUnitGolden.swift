/// What ``JUnitReport`` makes of one suite with an error and a skipped case.
enum JUnitGolden {
  static let rich = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="conformance" tests="2" failures="0" errors="1" skipped="1" time="12.345" timestamp="2026-11-22T17:00:00Z">
    <testsuite name="parcels/messages" tests="2" failures="0" errors="1" skipped="1" time="10.012" timestamp="2026-11-22T17:00:00Z" hostname="localhost" id="0" file="suites/parcels/messages.suite.yaml">
    <properties><property name="title" value="Messages about parcels"/><property name="baseURL" value="http://127.0.0.1:8080/v1"/><property name="profile" value="full"/><property name="seed" value="4711"/><property name="toolVersion" value="0.1.0"/><property name="contract" value="suites/parcels/openapi.json"/><property name="contractTitle" value="Parcels API"/><property name="contractVersion" value="1.4.0"/></properties>
    <testcase classname="parcels.messages" name="A message is accepted" time="10.004" file="suites/parcels/messages.suite.yaml" line="8"><properties><property name="id" value="parcels/messages/slow"/><property name="verdict" value="errored"/><property name="operation" value="POST /messages"/></properties><error message="no answer came within 10 s" type="case.errored">parcels/messages/slow  (suites/parcels/messages.suite.yaml:8:5)

    no answer came within 10 s

    step 1: POST http://127.0.0.1:8080/v1/messages → timed out while waiting for the first byte after 10.0 s
    &gt; POST http://127.0.0.1:8080/v1/messages
    &gt; Authorization: Bearer ••••••
    &gt; Accept: application/json
    &gt;
    &gt; {"text":"hi"}
    ! timed out while waiting for the first byte
    </error><system-out>step 1: POST http://127.0.0.1:8080/v1/messages → timed out while waiting for the first byte after 10.0 s</system-out></testcase>
    <testcase classname="parcels.messages" name="A message reaches a phone" time="0.000" file="suites/parcels/messages.suite.yaml" line="30"><properties><property name="id" value="parcels/messages/send"/><property name="verdict" value="skipped"/></properties><skipped message="the variable recipient is not set"/></testcase>
    </testsuite>
    </testsuites>

    """#

  static let strict = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
    <testsuite name="parcels/messages" tests="2" failures="0" errors="1" skipped="1" time="10.012" timestamp="2026-11-22T17:00:00" hostname="localhost" id="0" package="suites">
    <properties><property name="title" value="Messages about parcels"/><property name="baseURL" value="http://127.0.0.1:8080/v1"/><property name="profile" value="full"/><property name="seed" value="4711"/><property name="toolVersion" value="0.1.0"/><property name="contract" value="suites/parcels/openapi.json"/><property name="contractTitle" value="Parcels API"/><property name="contractVersion" value="1.4.0"/></properties>
    <testcase classname="parcels.messages" name="A message is accepted" time="10.004"><error message="no answer came within 10 s" type="case.errored">parcels/messages/slow  (suites/parcels/messages.suite.yaml:8:5)

    no answer came within 10 s

    step 1: POST http://127.0.0.1:8080/v1/messages → timed out while waiting for the first byte after 10.0 s
    &gt; POST http://127.0.0.1:8080/v1/messages
    &gt; Authorization: Bearer ••••••
    &gt; Accept: application/json
    &gt;
    &gt; {"text":"hi"}
    ! timed out while waiting for the first byte
    </error></testcase>
    <testcase classname="parcels.messages" name="A message reaches a phone" time="0.000"><skipped message="the variable recipient is not set"/></testcase>
    <system-out/><system-err/>
    </testsuite>
    </testsuites>

    """#
}
