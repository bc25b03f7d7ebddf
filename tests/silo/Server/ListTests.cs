namespace Orleans.Kube.Tests.Silo;

public sealed class ListTests(ApiServerFixture server)
{
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task Pages_show_one_revision_though_objects_come_and_go_between_them()
    {
        var path = await FilledAsync("a", "b", "c", "d", "e");
        var first = await _api.GetAsync(path + "?limit=2");
        first.Names.ShouldBe(["a", "b"]);
        first.Text("metadata.remainingItemCount").ShouldBe("3");
        await _api.DeleteAsync(path + "/c");
        await CreateAsync(path, "aa");
        var second = await _api.GetAsync(path + "?limit=2&continue=" + first.Text("metadata.continue"));
        second.Names.ShouldBe(["c", "d"]);
        second.Revision.ShouldBe(first.Revision);
        second.Text("metadata.remainingItemCount").ShouldBe("1");
        var third = await _api.GetAsync(path + "?limit=2&continue=" + second.Text("metadata.continue"));
        third.Names.ShouldBe(["e"]);
        third.Text("metadata.continue").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_state_of_an_earlier_revision_can_be_listed()
    {
        var path = await FilledAsync("a", "b");
        await _api.PatchAsync(path + "/b", """{"data":{"k":"b2xk"}}""");
        var revision = (await _api.GetAsync(path)).Revision;
        await _api.DeleteAsync(path + "/a");
        await _api.PatchAsync(path + "/b", """{"data":{"k":"bmV3"}}""");
        await _api.PatchAsync(path + "/b", """{"data":{"k":"bGFzdA=="}}""");
        await CreateAsync(path, "c");

        var past = await _api.GetAsync($"{path}?resourceVersion={revision}&resourceVersionMatch=Exact");
        (string.Join(' ', past.Names), past.Text("items.1.data.k"), past.Revision).ShouldBe(("a b", "b2xk", revision));
        // A page of a revision is of exactly that one, though nobody says so.
        var page = await _api.GetAsync($"{path}?resourceVersion={revision}&limit=1");
        (string.Join(' ', page.Names), page.Revision, page.Text("metadata.remainingItemCount")).ShouldBe(("a", revision, "1"));
        var rest = await _api.GetAsync($"{path}?limit=5&continue={page.Text("metadata.continue")}");
        (string.Join(' ', rest.Names), rest.Text("items.0.data.k")).ShouldBe(("b", "b2xk"));
        (await _api.GetAsync($"{path}?resourceVersion={revision}")).Names.ShouldBe(["b", "c"]);
        (await _api.GetAsync($"{path}?resourceVersion={revision}&resourceVersionMatch=NotOlderThan&limit=1")).Names.ShouldBe(["b"]);
    }

    [Theory]
    [InlineData("limit=x", 400)]
    [InlineData("continue=rubbish", 400)]
    [InlineData("resourceVersion=x", 400)]
    [InlineData("resourceVersionMatch=Exact", 422)]
    [InlineData("resourceVersionMatch=Sometimes&resourceVersion=1", 422)]
    [InlineData("resourceVersion=0&resourceVersionMatch=Exact", 422)]
    [InlineData("labelSelector=%3D%3D", 400)]
    [InlineData("fieldSelector=spec.color%3Dred", 400)]
    public async Task Parameters_that_make_no_sense_are_refused(string query, int code) =>
        (await _api.GetAsync($"/api/v1/secrets?{query}")).Code.ShouldBe(code);

    [Fact]
    public async Task An_unsupported_field_is_named() =>
        (await _api.GetAsync("/api/v1/secrets?fieldSelector=spec.color%3Dred")).Message.ShouldBe("field label not supported: spec.color");

    [Fact]
    public async Task Clients_that_accept_protobuf_alone_get_it()
    {
        const string protobuf = "application/vnd.kubernetes.protobuf";
        var path = await FilledAsync("a", "b");
        foreach (var (read, starts) in new[] { (path + "/a", "k8s\0\n\f\n\u0002v1\u0012\u0006Secret"), (path, "k8s\0\n\u0010\n\u0002v1\u0012\nSecretList") })
        {
            var answer = await _api.GetAsync(read, protobuf);
            (answer.Code, answer.Headers["Content-Type"]).ShouldBe((200, protobuf));
            answer.Body.ShouldStartWith(starts);
        }

        var watch = await _api.GetAsync(path + "?watch=true&timeoutSeconds=1", protobuf);
        watch.Headers["Content-Type"].Replace(" ", "").ShouldBe(protobuf + ";stream=watch");
        watch.Body.Split("ADDED").Length.ShouldBe(3);
        (await _api.GetAsync(path, protobuf + ",application/json")).Headers["Content-Type"].ShouldBe("application/json");
        (await _api.GetAsync(path, protobuf + ";as=Table;v=v1;g=meta.k8s.io")).Code.ShouldBe(406);
        (await _api.GetAsync(path, protobuf + ";as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")).Body.ShouldContain("PartialObjectMetadataList");
    }

    [Fact]
    public async Task An_answer_is_whole_or_a_refusal_whenever_the_time_is_over()
    {
        var path = await FilledAsync("a", "b", "c");
        for (var microseconds = 1; microseconds < 2000; microseconds += 25)
        {
            var answer = await _api.GetAsync($"{path}?timeout={microseconds}us");
            answer.Text("kind").ShouldBe(answer.Code == 200 ? "SecretList" : "Status");
            answer.Code.ShouldBeOneOf(200, 504);
        }
    }

    [Theory]
    [InlineData("configmaps?limit=-1", 200, "")]
    [InlineData("configmaps?timeout=-1s", 200, "")]
    [InlineData("configmaps?limit=", 400, "strconv.ParseInt: parsing \"\": invalid syntax")]
    [InlineData("configmaps?watch=1&timeoutSeconds=-1", 200, "")]
    [InlineData("configmaps?timeoutSeconds=abc", 400, "strconv.ParseInt: parsing \"abc\": invalid syntax")]
    [InlineData("configmaps?watch=1&limit=abc", 400, "strconv.ParseInt: parsing \"abc\": invalid syntax")]
    [InlineData("configmaps?sendInitialEvents=true", 422, "ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    [InlineData("configmaps?fieldSelector=a%3Db", 400, "\"a\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("configmaps?resourceVersion=1&resourceVersionMatch=NotOlderThan&continue=x", 422, "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided")]
    public async Task Parameters_are_judged_as_Kubernetes_judges_them(string query, int code, string message)
    {
        var answer = await _api.GetAsync("/api/v1/namespaces/default/" + query);
        answer.Code.ShouldBe(code);
        if (message.Length > 0) answer.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("/api/v1/persistentvolumes?fieldSelector=metadata.namespace%3Da", 200, "")]
    [InlineData("/api/v1/nodes?fieldSelector=metadata.namespace%3Da", 400, "field label not supported: metadata.namespace")]
    [InlineData("/apis/batch/v1/jobs?fieldSelector=a%3Db", 400, "field label \"a\" not supported for Job")]
    [InlineData("/apis/apps/v1/replicasets?fieldSelector=status.replicas%3D1", 400, "\"status.replicas\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    public async Task Objects_are_selected_by_the_fields_that_Kubernetes_selects_them_by(string path, int code, string message)
    {
        var answer = await _api.GetAsync(path);
        answer.Code.ShouldBe(code);
        if (message.Length > 0) answer.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Events_of_the_newer_group_are_judged_in_its_words()
    {
        const string Events = "/apis/events.k8s.io/v1/namespaces/default/events";
        var refused = await _api.PostAsync(Events, """
            {"metadata":{"name":"judged"},"eventTime":"2026-01-01T00:00:00.000000Z","regarding":{"kind":"Pod","namespace":"default","name":"p"},"reason":"r","action":"a","reportingController":"c d","reportingInstance":"i","type":"Odd"}
            """);
        refused.Message.ShouldStartWith("Event \"judged\" is invalid: [reportingController: Invalid value: \"c d\": name part must consist of");
        refused.Message.ShouldEndWith(", type: Invalid value: \"\": has invalid value: Odd]");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Addresses_may_be_as_long_as_Kubernetes_takes_them(int version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/secrets?pad=" + new string('a', 200_000)) { Version = new Version(version, version % 2), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        (await _api.SendAsync(request)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task Selectors_select_by_label_field_and_name()
    {
        var path = await FilledAsync("a", "b", "c");
        await _api.PatchAsync(path + "/b", """{"metadata":{"labels":{"tier":"web"}}}""");
        (await _api.GetAsync(path + "?labelSelector=tier%20in%20(web)")).Names.ShouldBe(["b"]);
        (await _api.GetAsync(path + "?labelSelector=!tier")).Names.ShouldBe(["a", "c"]);
        (await _api.GetAsync(path + "?fieldSelector=metadata.name%3Dc")).Names.ShouldBe(["c"]);
        (await _api.GetAsync(path + "?fieldSelector=metadata.name!%3Dc")).Names.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_revision_of_the_future_is_too_large()
    {
        var refused = await _api.GetAsync("/api/v1/secrets?resourceVersion=999999999");
        refused.Code.ShouldBe(504);
        refused.Message.ShouldStartWith("Timeout: Too large resource version: 999999999, current: ");
        refused.Headers["Retry-After"].ShouldBe("1");
    }

    [Fact]
    public async Task A_list_names_its_kind_and_revision()
    {
        var list = await _api.GetAsync(await FilledAsync("a"));
        list.Text("kind").ShouldBe("SecretList");
        list.Text("apiVersion").ShouldBe("v1");
        list.Revision.ShouldBeGreaterThanOrEqualTo(long.Parse(list.Text("items.0.metadata.resourceVersion")));
    }

    [Fact]
    public async Task Objects_of_built_in_kinds_leave_their_kind_to_the_list()
    {
        var path = await FilledAsync("a", "b");
        var list = await _api.GetAsync(path);
        list.Names.ShouldBe(["a", "b"]);
        foreach (var item in list.Json["items"]!.AsArray()) item!.AsObject().Select(static field => field.Key).ShouldBe(["metadata", "type"]);

        var scalers = path.Replace("/api/v1/", "/apis/autoscaling/v2/").Replace("/secrets", "/horizontalpodautoscalers");
        (await _api.PostAsync(scalers, """{"metadata":{"name":"a"},"spec":{"maxReplicas":2,"scaleTargetRef":{"kind":"Deployment","name":"a"}}}""")).Code.ShouldBe(201);
        var converted = await _api.GetAsync(scalers.Replace("/v2/", "/v1/"));
        converted.Text("apiVersion").ShouldBe("autoscaling/v1");
        converted.Json["items"]![0]!.AsObject().Select(static field => field.Key).ShouldBe(["metadata", "spec", "status"]);
    }

    [Fact]
    public async Task Tables_have_columns_rows_and_as_much_of_the_object_as_asked_for()
    {
        var path = await FilledAsync("a");
        const string accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
        var table = await _api.GetAsync(path, accept);
        table.Text("kind").ShouldBe("Table");
        table.Text("columnDefinitions.0.name").ShouldBe("Name");
        table.Text("rows.0.cells.0").ShouldBe("a");
        table.Text("rows.0.object.kind").ShouldBe("PartialObjectMetadata");
        table.Text("rows.0.object.metadata.name").ShouldBe("a");
        (await _api.GetAsync(path + "?includeObject=Object", accept)).Text("rows.0.object.kind").ShouldBe("Secret");
        (await _api.GetAsync(path + "?includeObject=None", accept)).Text("rows.0.object").ShouldBeEmpty();
        (await _api.GetAsync(path + "?includeObject=Half", accept)).Message.ShouldBe("Unable to convert to Table as requested: includeObject: Invalid value: \"Half\": must be 'Metadata', 'Object', 'None', or empty");
        (await _api.GetAsync(path + "/a", accept)).Text("rows.0.cells.0").ShouldBe("a");
    }

    [Fact]
    public async Task Metadata_alone_can_be_had_of_lists_and_objects()
    {
        var path = await FilledAsync("a");
        const string accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
        var list = await _api.GetAsync(path, accept);
        list.Text("kind").ShouldBe("PartialObjectMetadataList");
        list.Text("items.0.kind").ShouldBe("PartialObjectMetadata");
        list.Text("items.0.metadata.name").ShouldBe("a");
        (await _api.GetAsync(path + "/a", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io")).Text("kind").ShouldBe("PartialObjectMetadata");
    }

    [Fact]
    public async Task Yaml_answers_are_yaml()
    {
        var answer = await _api.GetAsync(await FilledAsync("a") + "/a", "application/yaml");
        answer.Headers["Content-Type"].ShouldBe("application/yaml");
        answer.Body.ShouldStartWith("apiVersion: v1\nkind: Secret\nmetadata:\n  ");
    }

    [Fact]
    public async Task What_is_not_spoken_is_not_acceptable() => (await _api.GetAsync("/api/v1/secrets", "text/html")).Code.ShouldBe(406);

    [Fact]
    public async Task Big_lists_are_compressed_for_those_who_can_undo_it()
    {
        var path = await FilledAsync("a", "b");
        foreach (var name in new[] { "a", "b" })
            await _api.PatchAsync($"{path}/{name}", $$$"""{"data":{"k":"{{{new string('x', 100_000)}}}"}}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        var answer = await _api.SendAsync(request);
        answer.Headers["Content-Encoding"].ShouldBe("gzip");
        (await _api.GetAsync(path)).Headers.ContainsKey("Content-Encoding").ShouldBeFalse();
    }

    private async Task<string> FilledAsync(params string[] names)
    {
        var path = $"/api/v1/namespaces/{await server.NamespaceAsync()}/secrets";
        foreach (var name in names) await CreateAsync(path, name);
        return path;
    }

    private async Task CreateAsync(string path, string name) => (await _api.PostAsync(path, $$$"""{"metadata":{"name":"{{{name}}}"}}""")).Code.ShouldBe(201);
}
