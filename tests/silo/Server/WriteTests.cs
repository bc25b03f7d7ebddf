namespace Orleans.Kube.Tests.Silo;

public sealed class WriteTests(ApiServerFixture server)
{
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task Answers_are_lines_that_read_as_those_of_Kubernetes()
    {
        var path = await MapsAsync();
        var created = await _api.PostAsync(path, """{"metadata":{"name":"a"}}""");
        created.Body.ShouldStartWith("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{""");
        created.Body.ShouldEndWith("}\n");
        (await _api.PostAsync(path, """{"metadata":{"name":"a"}}""")).Body.ShouldBe(
            """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"configmaps \"a\" already exists","reason":"AlreadyExists","details":{"name":"a","kind":"configmaps"},"code":409}""" + "\n");
        (await _api.GetAsync(path)).Body.ShouldEndWith("}]}\n");
        (await _api.GetAsync(path + "?pretty=true")).Body.ShouldEndWith("\n}");
    }

    [Fact]
    public async Task A_created_object_is_read_back_with_what_the_server_gave_it()
    {
        var path = await MapsAsync();
        var created = await _api.PostAsync(path, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}""");
        created.Code.ShouldBe(201);
        var read = await _api.GetAsync($"{path}/a");
        read.Body.ShouldBe(created.Body);
        read.Text("metadata.uid").Length.ShouldBe(36);
        read.Text("metadata.creationTimestamp").ShouldEndWith("Z");
        read.Revision.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_pod_is_bound_by_a_binding_that_names_it()
    {
        var space = $"/api/v1/namespaces/{await server.NamespaceAsync()}";
        await _api.PostAsync($"{space}/pods", """{"metadata":{"name":"p"},"spec":{"schedulerName":"mine","containers":[{"name":"c","image":"i"}]}}""");
        (await _api.PostAsync($"{space}/pods/p/binding", """{"target":{"kind":"Node","name":"n"}}""")).Message.ShouldBe("name in URL does not match name in Binding object");
        (await _api.PostAsync($"{space}/bindings", """{"metadata":{"name":"none"},"target":{"kind":"Node","name":"n"}}""")).Message.ShouldBe("pods \"none\" not found");

        var bound = await _api.PostAsync($"{space}/bindings", """{"metadata":{"name":"p"},"target":{"kind":"Node","name":"n"}}""");

        (bound.Code, bound.Text("status")).ShouldBe((201, "Success"));
        (await _api.GetAsync($"{space}/pods/p")).Text("spec.nodeName").ShouldBe("n");
    }

    [Theory]
    [InlineData("application/apply-patch+yaml", "kind: ConfigMap", 400, "invalid object type: /, Kind=ConfigMap")]
    [InlineData("application/apply-patch+yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}", 400, "the name of the object (b) does not match the name on the URL (a)")]
    [InlineData("application/merge-patch+json", "[]", 400, "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("application/json-patch+json", "{}", 400, "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    public async Task A_patch_is_what_it_says_and_of_what_it_is_sent_to(string type, string body, int code, string message)
    {
        var path = await MapsAsync();
        await _api.PostAsync(path, """{"metadata":{"name":"a"}}""");
        var refused = await _api.PatchAsync($"{path}/a{(type.Contains("apply") ? "?fieldManager=m" : "")}", body, type);
        (refused.Code, refused.Message).ShouldBe((code, message));
    }

    [Theory]
    [InlineData("dryRun=bad", "dryRun: Unsupported value: []string{\"bad\"}: supported values: \"All\"")]
    [InlineData("fieldManager=a%01", "fieldManager: Invalid value: \"a\\x01\": invalid character U+0001 (at position 1)")]
    [InlineData("fieldValidation=bad", "fieldValidation: Unsupported value: \"bad\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"")]
    public async Task Parameters_of_writes_are_judged_as_Kubernetes_judges_them(string query, string problem)
    {
        var refused = await _api.PostAsync($"{await MapsAsync()}?{query}", """{"metadata":{"name":"a"}}""");
        (refused.Code, refused.Message).ShouldBe((422, $"CreateOptions.meta.k8s.io \"\" is invalid: {problem}"));
    }

    [Theory]
    [InlineData("", 204, "")]
    [InlineData("?tailLines=-1", 422, "PodLogOptions \"p\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("?sinceSeconds=0", 422, "PodLogOptions \"p\" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("?sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z", 422, "PodLogOptions \"p\" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified")]
    [InlineData("?limitBytes=0", 422, "PodLogOptions \"p\" is invalid: limitBytes: Invalid value: 0: must be greater than 0")]
    [InlineData("?sinceTime=abc", 400, "parsing time \"abc\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"abc\" as \"2006\"")]
    public async Task What_is_asked_of_a_log_is_judged_before_the_node_is_asked(string query, int code, string message)
    {
        var pods = (await MapsAsync()).Replace("configmaps", "pods");
        await _api.PostAsync(pods, """{"metadata":{"name":"p"},"spec":{"nodeSelector":{"no":"where"},"containers":[{"name":"c","image":"i"}]}}""");
        var answer = await _api.GetAsync($"{pods}/p/log{query}");
        answer.Code.ShouldBe(code);
        if (message.Length > 0) answer.Message.ShouldBe(message);
    }

    [Fact]
    public async Task A_generated_name_is_the_prefix_and_five_safe_characters()
    {
        var path = await MapsAsync();
        var created = await _api.PostAsync(path, """{"metadata":{"generateName":"web-"}}""");
        created.Text("metadata.name").ShouldMatch("^web-[bcdfghjklmnpqrstvwxz2456789]{5}$");
    }

    [Theory]
    [InlineData("Strict", "POST", "data:\n  a: x\n  a: z\nspeck: 1\n", 400, "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  line 7: key \"a\" already set in map, unknown field \"speck\"")]
    [InlineData("Ignore", "POST", "data:\n  a: x\n  a: z\nspeck: 1\n", 201, "")]
    [InlineData("Strict", "PATCH", "data:\n  a: x\n  a: z\n", 400, "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 7: key \"a\" already set in map")]
    [InlineData("Strict", "PATCH", "speck: 1\n", 400, "failed to create typed patch object (/a; /v1, Kind=ConfigMap): .speck: field not declared in schema")]
    [InlineData("Ignore", "PATCH", "data:\n  a: x\n  a: z\n", 201, "")]
    public async Task What_yaml_says_twice_or_too_much_is_refused_by_strict_writes(string validation, string method, string body, int code, string message)
    {
        var path = await MapsAsync();
        var yaml = $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n{body}";
        var answer = method == "POST"
            ? await _api.PostAsync($"{path}?fieldValidation={validation}", yaml, "application/yaml")
            : await _api.PatchAsync($"{path}/a?fieldManager=m&fieldValidation={validation}", yaml, "application/apply-patch+yaml");
        answer.Code.ShouldBe(code, answer.Body);
        if (code == 400) answer.Message.ShouldEndWith(message);
        else answer.Text("data.a").ShouldBe("z");
    }

    [Fact]
    public async Task What_is_refused_is_warned_of_all_the_same()
    {
        var path = await MapsAsync();
        await _api.PostAsync(path, """{"metadata":{"name":"warned"},"data":{"a":"b"}}""");

        var refused = await _api.PatchAsync(path + "/warned", """{"metadata":{"labels":{"-":"x"}},"colour":"red"}""", "application/merge-patch+json");
        refused.Code.ShouldBe(422);
        refused.Headers["Warning"].ShouldBe("299 - \"unknown field \\\"colour\\\"\"");
    }

    [Fact]
    public async Task Without_a_name_or_prefix_nothing_is_created_and_all_else_is_told()
    {
        var pod = await _api.PostAsync((await MapsAsync()).Replace("configmaps", "pods"), """{"spec":{"containers":[{"name":"c"}]}}""");
        pod.Message.ShouldBe("Pod \"\" is invalid: [metadata.name: Required value: name or generateName is required, spec.containers[0].image: Required value]");
        var refused = await _api.PostAsync(await MapsAsync(), """{"data":{}}""");
        refused.Code.ShouldBe(422);
        refused.Message.ShouldBe("ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required");
    }

    [Theory]
    [InlineData("POST", "/api/v1/pods", 405, "the server does not allow this method on the requested resource")]
    [InlineData("DELETE", "/api/v1/pods", 405, "the server does not allow this method on the requested resource")]
    [InlineData("PUT", "/api/v1/namespaces/default/pods", 405, "the server does not allow this method on the requested resource")]
    [InlineData("POST", "/api/v1/namespaces/default/pods/a", 405, "the server does not allow this method on the requested resource")]
    [InlineData("PUT", "/api/v1/namespaces/default/bindings/a", 404, "the server could not find the requested resource")]
    [InlineData("GET", "/apis/networking.k8s.io/v1alpha1/ipaddresses/a", 404, "the server could not find the requested resource")]
    [InlineData("GET", "/apis/nowhere.example.com/v1/things", 404, null)]
    [InlineData("GET", "/apis/nowhere.example.com", 404, null)]
    [InlineData("GET", "/healthz/", 404, null)]
    [InlineData("GET", "/api/v2", 404, "the server could not find the requested resource")]
    [InlineData("GET", "/apis/apps/v2", 404, "the server could not find the requested resource")]
    [InlineData("POST", "/version", 405, "the server does not allow this method on the requested resource")]
    [InlineData("DELETE", "/api", 405, "the server does not allow this method on the requested resource")]
    [InlineData("DELETE", "/api/v1", 405, "the server does not allow this method on the requested resource")]
    [InlineData("DELETE", "/api/v2", 404, "the server could not find the requested resource")]
    [InlineData("DELETE", "/api/v1/watch/namespaces/default", 405, "the server does not allow this method on the requested resource")]
    [InlineData("POST", "/openid/v1/jwks", 405, "the server does not allow this method on the requested resource")]
    [InlineData("GET", "/api/v1/namespaces/default/namespaces", 404, "the server could not find the requested resource")]
    [InlineData("GET", "/api/v1/namespaces/default/pods/a/status/b", 404, "the server could not find the requested resource")]
    [InlineData("GET", "/api/v1/namespaces/default//secrets", 404, "the server could not find the requested resource")]
    [InlineData("GET", "/openapi/v2/", 404, null)]
    [InlineData("PUT", "/api/v1/namespaces/default/pods/nowhere/exec", 405, "the server does not allow this method on the requested resource")]
    [InlineData("POST", "/api/v1/namespaces/default/pods/nowhere/exec?dryRun=All", 400, "dryRun is not supported")]
    [InlineData("GET", "/api/v1/componentstatuses/nowhere", 404, "componentstatus \"nowhere\" not found")]
    [InlineData("GET", "/api/v1/namespaces/default/services/nowhere/proxy", 404, "services \"nowhere\" not found")]
    [InlineData("GET", "/api/v1/nodes/nowhere/proxy", 404, "nodes \"nowhere\" not found")]
    public async Task A_path_or_method_that_is_not_served_is_refused_as_by_Kubernetes(string method, string path, int code, string? message)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path, method == "GET" ? null : "{}", "application/json");
        answer.Code.ShouldBe(code);
        if (message is null) answer.Body.ShouldBe("404 page not found\n");
        else answer.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("exec?command=ls&stdout=1")]
    [InlineData("attach?stdout=1")]
    [InlineData("portforward")]
    public async Task A_stream_without_an_upgrade_is_refused_before_the_node_is_asked(string stream)
    {
        var pods = $"/api/v1/namespaces/{await server.NamespaceAsync()}/pods";
        await _api.PostAsync(pods, """{"metadata":{"name":"p"},"spec":{"nodeName":"nowhere","containers":[{"name":"c","image":"i"}]}}""");
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            var answer = await _api.SendAsync(method, $"{pods}/p/{stream}", null, null);
            (answer.Code, answer.Message).ShouldBe((400, "Upgrade request required"));
        }
    }

    [Fact]
    public async Task An_update_that_means_an_object_that_is_gone_conflicts()
    {
        var answer = await _api.SendAsync(
            HttpMethod.Put, "/api/v1/namespaces/default/configmaps/gone", """{"metadata":{"name":"gone","uid":"u","resourceVersion":"5"}}""", "application/json");
        answer.Code.ShouldBe(409);
        answer.Message.ShouldBe(
            "Operation cannot be fulfilled on configmaps \"gone\": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/gone, ResourceVersion: 0, "
            + "AdditionalErrorMsg: Precondition failed: UID in precondition: u, UID in object meta: ");
    }

    [Fact]
    public async Task A_second_object_of_the_same_name_is_refused()
    {
        var path = await MapsAsync();
        await _api.PostAsync(path, """{"metadata":{"name":"a"}}""");
        var refused = await _api.PostAsync(path, """{"metadata":{"name":"a"}}""");
        refused.Code.ShouldBe(409);
        refused.Message.ShouldBe("configmaps \"a\" already exists");
    }

    [Fact]
    public async Task A_dry_run_answers_like_a_write_and_stores_nothing()
    {
        var path = await MapsAsync();
        (await _api.PostAsync(path + "?dryRun=All", """{"metadata":{"name":"a"}}""")).Code.ShouldBe(201);
        (await _api.GetAsync(path + "/a")).Code.ShouldBe(404);
    }

    [Fact]
    public async Task A_replacement_with_an_old_resourceVersion_conflicts()
    {
        var path = await MapsAsync();
        var first = await _api.PostAsync(path, """{"metadata":{"name":"a"}}""");
        (await _api.PatchAsync(path + "/a", """{"data":{"k":"1"}}""")).Code.ShouldBe(200);
        var refused = await _api.PutAsync(path + "/a", first.Body);
        refused.Code.ShouldBe(409);
        refused.Message.ShouldBe("Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again");
    }

    [Fact]
    public async Task The_name_of_a_replacement_must_be_the_name_in_the_path()
    {
        var refused = await _api.PutAsync(await MapsAsync() + "/a", """{"metadata":{"name":"b"}}""");
        refused.Code.ShouldBe(400);
        refused.Message.ShouldBe("the name of the object (b) does not match the name on the URL (a)");
    }

    [Theory]
    [InlineData("application/json-patch+json", """[{"op":"add","path":"/data/k","value":"2"}]""")]
    [InlineData("application/merge-patch+json", """{"data":{"k":"2"}}""")]
    [InlineData("application/strategic-merge-patch+json", """{"data":{"k":"2"}}""")]
    public async Task Every_kind_of_patch_changes_the_object(string type, string patch)
    {
        var path = await MapsAsync();
        await _api.PostAsync(path, """{"metadata":{"name":"a"},"data":{"j":"1"}}""");
        var patched = await _api.PatchAsync(path + "/a", patch, type);
        patched.Code.ShouldBe(200);
        patched.Text("data.k").ShouldBe("2");
        patched.Text("data.j").ShouldBe("1");
    }

    [Fact]
    public async Task A_patch_of_an_unknown_media_type_is_refused() =>
        (await _api.PatchAsync(await MapsAsync() + "/a", "{}", "text/plain")).Code.ShouldBe(415);

    [Fact]
    public async Task Apply_needs_a_field_manager()
    {
        var refused = await _api.PatchAsync(await MapsAsync() + "/a", "{}", "application/apply-patch+yaml");
        refused.Code.ShouldBe(422);
        refused.Message.ShouldBe("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
    }

    [Fact]
    public async Task A_deletion_answers_success_with_the_uid()
    {
        var path = await MapsAsync();
        var created = await _api.PostAsync(path, """{"metadata":{"name":"a"}}""");
        var deleted = await _api.DeleteAsync(path + "/a");
        deleted.Code.ShouldBe(200);
        deleted.Text("status").ShouldBe("Success");
        deleted.Text("details.uid").ShouldBe(created.Text("metadata.uid"));
        (await _api.DeleteAsync(path + "/a")).Message.ShouldBe("configmaps \"a\" not found");
    }

    [Fact]
    public async Task A_deletion_bound_to_another_uid_is_refused()
    {
        var path = await MapsAsync();
        await _api.PostAsync(path, """{"metadata":{"name":"a"}}""");
        (await _api.DeleteAsync(path + "/a", """{"preconditions":{"uid":"other"}}""")).Code.ShouldBe(409);
    }

    [Fact]
    public async Task An_object_with_a_finalizer_stays_until_it_is_taken_away()
    {
        var path = await MapsAsync();
        await _api.PostAsync(path, """{"metadata":{"name":"a","finalizers":["test.example/hold"]}}""");
        (await _api.DeleteAsync(path + "/a")).Text("metadata.deletionTimestamp").ShouldNotBeEmpty();
        (await _api.GetAsync(path + "/a")).Code.ShouldBe(200);
        await _api.PatchAsync(path + "/a", """{"metadata":{"finalizers":null}}""");
        (await _api.GetAsync(path + "/a")).Code.ShouldBe(404);
    }

    [Fact]
    public async Task Deleting_a_collection_deletes_what_the_selector_selects()
    {
        var path = (await MapsAsync()).Replace("configmaps", "secrets");
        foreach (var (name, tier) in new[] { ("a", "x"), ("b", "x"), ("c", "y") })
            await _api.PostAsync(path, $$$"""{"metadata":{"name":"{{{name}}}","labels":{"tier":"{{{tier}}}"} } }""");
        var deleted = await _api.DeleteAsync(path + "?labelSelector=tier%3Dx");
        deleted.Code.ShouldBe(200);
        deleted.Names.ShouldBe(["a", "b"]);
        (await _api.GetAsync(path)).Names.ShouldBe(["c"]);
    }

    [Fact]
    public async Task Unknown_fields_are_refused_when_strict_and_warned_of_by_default()
    {
        var path = await MapsAsync();
        var refused = await _api.PostAsync(path + "?fieldValidation=Strict", """{"metadata":{"name":"a"},"dat":{}}""");
        refused.Code.ShouldBe(400);
        refused.Message.ShouldContain("unknown field \"dat\"");
        var warned = await _api.PostAsync(path, """{"metadata":{"name":"a"},"dat":{}}""");
        warned.Code.ShouldBe(201);
        warned.Headers["Warning"].ShouldBe("299 - \"unknown field \\\"dat\\\"\"");
    }

    [Fact]
    public async Task Yaml_bodies_are_understood()
    {
        var created = await _api.PostAsync(await MapsAsync(), "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: |\n    two\n    lines\n", "application/yaml");
        created.Code.ShouldBe(201);
        created.Text("data.k").ShouldBe("two\nlines\n");
    }

    [Fact]
    public async Task A_body_above_three_mebibytes_is_too_large()
    {
        var refused = await _api.PostAsync(await MapsAsync(), "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"" + new string('x', 3 * 1024 * 1024) + "\"}}");
        refused.Code.ShouldBe(413);
        refused.Reason.ShouldBe("RequestEntityTooLarge");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"metadata":{"name":1}}""")]
    [InlineData("""{"metadata":{"name":"a"},"data":{"k":{}}}""")]
    [InlineData("""{"kind":"Secret","metadata":{"name":"a"}}""")]
    public async Task A_malformed_body_is_a_bad_request(string body) =>
        (await _api.PostAsync(await MapsAsync(), body)).Code.ShouldBe(400);

    [Fact]
    public async Task The_namespace_of_the_body_must_be_that_of_the_path()
    {
        var refused = await _api.PostAsync(await MapsAsync(), """{"metadata":{"name":"a","namespace":"elsewhere"}}""");
        refused.Code.ShouldBe(400);
        refused.Message.ShouldBe("the namespace of the provided object does not match the namespace sent on the request");
    }

    [Fact]
    public async Task Scale_reads_and_writes_the_replicas()
    {
        var path = $"/apis/apps/v1/namespaces/{await server.NamespaceAsync()}/deployments";
        var created = await _api.PostAsync(path,
            """{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        created.Code.ShouldBe(201, created.Body);
        var scale = await _api.GetAsync(path + "/d/scale");
        scale.Text("kind").ShouldBe("Scale");
        scale.Text("spec.replicas").ShouldBe("");
        var scaled = await _api.PatchAsync(path + "/d/scale", """{"spec":{"replicas":2}}""");
        scaled.Text("kind").ShouldBe("Scale");
        scaled.Text("spec.replicas").ShouldBe("2");
        (await _api.GetAsync(path + "/d")).Text("spec.replicas").ShouldBe("2");
    }

    [Fact]
    public async Task A_status_write_changes_the_status_alone()
    {
        var path = $"/api/v1/namespaces/{await server.NamespaceAsync()}/pods";
        var created = await _api.PostAsync(path, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]},"status":{"phase":"Running"}}""");
        created.Text("status.phase").ShouldBe("Pending");
        var written = await _api.PatchAsync(path + "/p/status", """{"metadata":{"labels":{"x":"y"}},"spec":{"nodeName":"n"},"status":{"phase":"Failed"}}""");
        written.Code.ShouldBe(200, written.Body);
        written.Text("status.phase").ShouldBe("Failed");
        written.Text("spec.nodeName").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_version_that_is_not_stored_is_read_and_patched_as_it_shows_itself()
    {
        var space = await server.NamespaceAsync();
        var v1 = $"/apis/autoscaling/v1/namespaces/{space}/horizontalpodautoscalers";
        var created = await _api.PostAsync(v1, """{"metadata":{"name":"h"},"spec":{"maxReplicas":3,"targetCPUUtilizationPercentage":50,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}}""");
        created.Code.ShouldBe(201, created.Body);
        created.Text("apiVersion").ShouldBe("autoscaling/v1");
        var patched = await _api.PatchAsync(v1 + "/h", """{"spec":{"targetCPUUtilizationPercentage":70}}""");
        patched.Text("spec.targetCPUUtilizationPercentage").ShouldBe("70", patched.Body);
        var v2 = await _api.GetAsync(v1.Replace("/v1/", "/v2/") + "/h");
        v2.Text("spec.metrics.0.resource.target.averageUtilization").ShouldBe("70", v2.Body);
    }

    [Fact]
    public async Task A_load_balanced_service_with_local_endpoints_gets_a_port_for_health_checks()
    {
        var path = $"/api/v1/namespaces/{await server.NamespaceAsync()}/services";
        var created = await _api.PostAsync(path, """{"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","externalTrafficPolicy":"Local","ports":[{"port":80}]}}""");
        var port = int.Parse(created.Text("spec.healthCheckNodePort"), System.Globalization.CultureInfo.InvariantCulture);
        port.ShouldBeInRange(30000, 32767, created.Body);
        created.Text("spec.ports.0.nodePort").ShouldNotBe(created.Text("spec.healthCheckNodePort"));

        (await _api.PatchAsync(path + "/s", """{"metadata":{"labels":{"a":"b"}}}""")).Text("spec.healthCheckNodePort").ShouldBe($"{port}");
        var other = $$$"""{"metadata":{"name":"o"},"spec":{"ports":[{"nodePort":{{{port}}},"port":80}],"type":"NodePort"}}""";
        (await _api.PostAsync(path, other)).Message.ShouldContain("provided port is already allocated");
        var plain = await _api.PatchAsync(path + "/s", """{"spec":{"externalTrafficPolicy":"Cluster"}}""");
        (plain.Code, plain.Text("spec.healthCheckNodePort")).ShouldBe((200, ""));
        (await _api.PostAsync(path, other)).Code.ShouldBe(201);
    }

    [Fact]
    public async Task Protobuf_bodies_are_decoded()
    {
        byte[] body =
        [
            .. "k8s\0"u8,
            .. Field(1, [.. Field(1, "v1"u8), .. Field(2, "ConfigMap"u8)]),
            .. Field(2, [.. Field(1, Field(1, "a"u8)), .. Field(2, [.. Field(1, "k"u8), .. Field(2, "v"u8)])]),
        ];
        var path = await MapsAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/vnd.kubernetes.protobuf");
        (await _api.SendAsync(request)).Code.ShouldBe(201);
        (await _api.GetAsync(path + "/a")).Text("data.k").ShouldBe("v");
    }

    [Theory]
    [InlineData("", """{"dryRun":["All"]}""", 201, false)]
    [InlineData("?dryRun=All", "{}", 201, false)]
    [InlineData("?dryRun=All", """{"dryRun":["All"]}""", 201, false)]
    [InlineData("", """{"dryRun":["Some"]}""", 422, false)]
    [InlineData("", """{"gracePeriodSeconds":1}""", 201, true)]
    public async Task An_eviction_that_is_only_tried_evicts_nobody(string query, string options, int code, bool isGone)
    {
        var pods = $"/api/v1/namespaces/{await server.NamespaceAsync()}/pods";
        await _api.PostAsync(pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        var evicted = await _api.PostAsync($"{pods}/p/eviction{query}", $$$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p"},"deleteOptions":{{{options}}}}""");
        evicted.Code.ShouldBe(code, evicted.Body);
        ((await _api.GetAsync($"{pods}/p")).Code == 404).ShouldBe(isGone);
    }

    private static byte[] Field(byte number, ReadOnlySpan<byte> bytes) => [(byte)((number << 3) | 2), (byte)bytes.Length, .. bytes];

    private async Task<string> MapsAsync() => $"/api/v1/namespaces/{await server.NamespaceAsync()}/configmaps";
}
