using System.Text.Json.Nodes;

namespace Orleans.Kube.Tests.Silo;

/// <summary>What a Kubernetes 1.33 API server says to queries and media types that make no sense, whole and in its order.</summary>
public sealed class QueryTests(ApiServerFixture server)
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";
    private const string NoNumber = "strconv.ParseInt: parsing \"x\": invalid syntax";
    private const string Spoken = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    private const string Rule = "ListOptions.meta.k8s.io \"\" is invalid: ";
    private const string NeedsVersion = "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided";
    private const string NotContinued = "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided";
    private const string Bogus = "resourceVersionMatch: Unsupported value: \"Bogus\": supported values: \"Exact\", \"NotOlderThan\", \"\"";
    private const string NoInitial = "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list";

    private readonly ApiClient _api = server.Admin;

    [Theory]
    [InlineData("timeoutSeconds=x&limit=1.5", NoNumber)]
    [InlineData("limit=x&labelSelector=a%3D%3D%3D", NoNumber)]
    [InlineData("limit=99999999999999999999", "strconv.ParseInt: parsing \"99999999999999999999\": value out of range")]
    [InlineData("limit=", "strconv.ParseInt: parsing \"\": invalid syntax")]
    [InlineData("labelSelector=a%20in%20(b&resourceVersionMatch=Bogus", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("resourceVersionMatch=Bogus&continue=x&sendInitialEvents=x&resourceVersion=x", $"{Rule}[{NotContinued}, {Bogus}, {NoInitial}]")]
    [InlineData("resourceVersionMatch=Bogus&continue=x&sendInitialEvents=", $"{Rule}[{NeedsVersion}, {NotContinued}, {Bogus}, {NoInitial}]")]
    [InlineData("fieldSelector=a%3D%3D%3Db", "invalid field selector: unescaped character in value: 61")]
    [InlineData("fieldSelector=type%3Da%5C", "invalid field selector: invalid escape sequence: \\")]
    [InlineData("fieldSelector=type%3Da%5Cb", "invalid field selector: invalid escape sequence: \\b")]
    [InlineData("resourceVersion=x", "invalid resource version: resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax")]
    [InlineData("resourceVersion=18446744073709551616", "invalid resource version: resourceVersion: Invalid value: \"18446744073709551616\": strconv.ParseUint: parsing \"18446744073709551616\": value out of range")]
    [InlineData("continue=!!!", "invalid continue token: continue key is not valid: illegal base64 data at input byte 0")]
    [InlineData("continue=garbage", "invalid continue token: continue key is not valid: invalid character '\\u0081' looking for beginning of value")]
    [InlineData("continue=e30", "invalid continue token: continue key is not valid: server does not recognize this encoded version ")]
    [InlineData("watch=true&resourceVersionMatch=Bogus&continue=x", "ListOptions.meta.k8s.io \"\" is invalid: [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided, resourceVersionMatch: Unsupported value: \"Bogus\": supported values: \"NotOlderThan\", resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided]")]
    [InlineData("watch=true&resourceVersion=x&timeoutSeconds=x", NoNumber)]
    public async Task Options_of_lists_are_refused_in_order_and_all_that_contradict_each_other_at_once(string query, string message) =>
        (await _api.GetAsync($"{Secrets}?{query}")).Message.ShouldBe(message);

    [Theory]
    [InlineData("propagationPolicy=Orphan&orphanDependents=true&dryRun=x", "[propagationPolicy: Invalid value: \"Orphan\": orphanDependents and deletionPropagation cannot be both set, dryRun: Unsupported value: []string{\"x\"}: supported values: \"All\"]")]
    [InlineData("propagationPolicy=", "propagationPolicy: Unsupported value: \"\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"")]
    [InlineData("dryRun=All&dryRun=x", "dryRun: Unsupported value: []string{\"All\", \"x\"}: supported values: \"All\"")]
    public async Task Options_of_deletions_are_refused_all_at_once(string query, string problem) =>
        (await _api.DeleteAsync($"{Secrets}/nowhere?{query}")).Message.ShouldBe($"DeleteOptions.meta.k8s.io \"\" is invalid: {problem}");

    [Theory]
    [InlineData("?uid=x", null, "the UID in the precondition (x) does not match the UID in record (")]
    [InlineData("?resourceVersion=x", null, "the ResourceVersion in the precondition (x) does not match the ResourceVersion in record (")]
    [InlineData("", """{"preconditions":{"uid":""}}""", "the UID in the precondition () does not match the UID in record (")]
    [InlineData("", """{"preconditions":{"resourceVersion":""}}""", "the ResourceVersion in the precondition () does not match the ResourceVersion in record (")]
    public async Task A_deletion_of_another_object_is_refused_whether_query_or_body_names_it(string query, string? body, string why)
    {
        const string map = "/api/v1/namespaces/default/configmaps/meant";
        await _api.PostAsync("/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"meant"}}""");
        var answer = await _api.SendAsync(HttpMethod.Delete, map + query, body, "application/json");
        answer.Code.ShouldBe(409);
        answer.Message.ShouldStartWith($"Operation cannot be fulfilled on ConfigMap \"meant\": {why}");
        (await _api.DeleteAsync(map + "?uid=")).Code.ShouldBe(200);
    }

    [Theory]
    [InlineData(Secrets, "text/html", "406: Not Acceptable\n\nAvailable representations: " + Spoken + ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch")]
    [InlineData(Secrets + "/nowhere", "application/*", "406: Not Acceptable\n\nAvailable representations: " + Spoken)]
    [InlineData(Secrets + "/nowhere", "application/json;as=Table;v=v2;g=meta.k8s.io", "only the following media types are accepted: " + Spoken)]
    [InlineData("/api/v1", "text/html", "406: Not Acceptable\n\nAvailable representations: " + Spoken)]
    [InlineData(Secrets, "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io", "you requested PartialObjectMetadata, but the requested object is a list (*core.SecretList)")]
    [InlineData("/api/v1/namespaces/default", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", "you requested PartialObjectMetadataList, but the requested object is not a list (*core.Namespace)")]
    public async Task Forms_that_cannot_be_given_are_refused(string path, string accept, string message)
    {
        var answer = await _api.GetAsync(path, accept);
        (answer.Code, answer.Message).ShouldBe((406, message));
    }

    [Fact]
    public async Task A_refusal_comes_in_the_form_that_the_client_reads()
    {
        (await _api.GetAsync(Secrets + "/nowhere", "application/yaml")).Body
            .ShouldBe("apiVersion: v1\ncode: 404\ndetails:\n  kind: secrets\n  name: nowhere\nkind: Status\nmessage: secrets \"nowhere\" not found\nmetadata: {}\nreason: NotFound\nstatus: Failure\n");
        (await _api.GetAsync(Secrets + "/nowhere", "application/vnd.kubernetes.protobuf")).Body.ShouldStartWith("k8s\0\n\f\n\u0002v1\u0012\u0006Status");
        (await _api.GetAsync(Secrets + "/nowhere", "application/json;as=Table;v=v1;g=meta.k8s.io")).Body.ShouldStartWith("{\n  \"kind\": \"Status\",\n");
    }

    [Fact]
    public async Task Nothing_is_made_whose_result_could_not_be_told()
    {
        (await _api.SendAsync(HttpMethod.Patch, Secrets + "/nowhere", "{}", "text/plain")).Message.ShouldBe("415: Unsupported Media Type");
        (await _api.GetAsync(Secrets + "/unwanted")).Code.ShouldBe(404);
    }

    [Fact]
    public async Task What_a_collection_loses_is_told_as_it_was()
    {
        const string maps = "/api/v1/namespaces/default/configmaps";
        await _api.PostAsync(maps, """{"metadata":{"name":"held","labels":{"query":"held"},"finalizers":["example.com/hold"]}}""");
        var lost = JsonNode.Parse((await _api.DeleteAsync(maps + "?labelSelector=query%3Dheld")).Body)!["items"]!.AsArray();
        lost.Count.ShouldBe(1);
        lost[0]!["metadata"]!["deletionTimestamp"].ShouldBeNull();
        (await _api.GetAsync(maps + "/held")).Text("metadata.deletionTimestamp").ShouldNotBeEmpty();
        await _api.PatchAsync(maps + "/held", """{"metadata":{"finalizers":null}}""");
    }

    [Fact]
    public async Task A_list_of_whatever_is_at_hand_is_whole_and_one_of_metadata_without_objects_has_none()
    {
        var all = await _api.GetAsync("/api/v1/namespaces?resourceVersion=0&limit=1");
        all.Names.Count.ShouldBeGreaterThan(1);
        all.Text("metadata.continue").ShouldBeEmpty();
        (await _api.GetAsync("/api/v1/namespaces/none/secrets", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")).Body.ShouldEndWith("\"items\":null}\n");
    }
}
