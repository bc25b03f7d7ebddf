using System.Text.Json.Nodes;

namespace Orleans.Kube.Tests.Silo;

/// <summary>Custom resources whose versions have different fields, converted by a webhook.</summary>
public sealed class ConversionTests(ApiServerFixture server)
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static int _count;
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task Each_version_shows_the_object_as_the_webhook_makes_it()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", Convert);
        var (v1, v2, _) = await DefineAsync(hook);

        var created = await _api.PostAsync(v1, Pump(v1, "a", """{"hostPort":"here:80"}"""));
        (created.Code, created.Text("hostPort"), created.Text("apiVersion")).ShouldBe((201, "here:80", ApiVersion(v1)));
        var seen = await _api.GetAsync($"{v2}/a");
        (seen.Text("host"), seen.Text("port"), seen.Text("hostPort"), seen.Text("apiVersion")).ShouldBe(("here", "80", "", ApiVersion(v2)));
        seen.Text("metadata.uid").ShouldBe(created.Text("metadata.uid"));
        seen.Revision.ShouldBe(created.Revision);
        (await _api.GetAsync(v2)).Json["items"]![0]!["host"]!.ToString().ShouldBe("here");
        (await _api.GetAsync(v2, "application/json;as=Table;v=v1;g=meta.k8s.io")).Json["rows"]![0]!["cells"]!.ToJsonString().ShouldBe("""["a","here"]""");
    }

    [Fact]
    public async Task Writes_in_either_version_reach_the_other()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", Convert);
        var (v1, v2, _) = await DefineAsync(hook);
        var created = await _api.PostAsync(v2, Pump(v2, "a", """{"host":"here","port":"80"}"""));
        created.Code.ShouldBe(201);

        (await _api.PatchAsync($"{v2}/a", """{"port":"81"}""")).Text("port").ShouldBe("81");
        (await _api.GetAsync($"{v1}/a")).Text("hostPort").ShouldBe("here:81");
        (await _api.PatchAsync($"{v1}/a", """{"hostPort":"there:1"}""")).Text("hostPort").ShouldBe("there:1");
        var latest = (await _api.GetAsync($"{v2}/a")).Json;
        latest["port"] = "2";
        (await _api.PutAsync($"{v2}/a", latest.ToJsonString())).Text("port").ShouldBe("2");
        (await _api.GetAsync($"{v1}/a")).Text("hostPort").ShouldBe("there:2");
        (await _api.PostAsync(v2, Pump(v2, "b", """{"host":7}"""))).Message.ShouldContain("host: Invalid value");
    }

    [Fact]
    public async Task Watches_are_in_their_own_version()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", Convert);
        var (v1, v2, _) = await DefineAsync(hook);
        await _api.PostAsync(v1, Pump(v1, "a", """{"hostPort":"here:80"}"""));

        using var watch = await _api.WatchAsync(v2);
        (await watch.NextChangeAsync())!.Text("host").ShouldBe("here");
        await _api.PatchAsync($"{v1}/a", """{"hostPort":"there:80"}""");
        (await watch.NextChangeAsync())!.Text("host").ShouldBe("there");
    }

    [Fact]
    public async Task Selectors_read_the_fields_of_the_version_that_is_asked_for()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", Convert);
        var (v1, v2, name) = await DefineAsync(hook);
        (await _api.PatchAsync($"{Definitions}/{name}", """
            [{"op":"add","path":"/spec/versions/0/selectableFields","value":[{"jsonPath":".hostPort"}]},
             {"op":"add","path":"/spec/versions/1/selectableFields","value":[{"jsonPath":".host"},{"jsonPath":".port"}]}]
            """, "application/json-patch+json")).Code.ShouldBe(200);
        await EventuallyAsync(async () => (await _api.GetAsync($"{v2}?fieldSelector=port=80")).Code == 200);
        using var watch = await _api.WatchAsync($"{v2}?fieldSelector=host=here");
        foreach (var (pump, port) in ((string, string)[])[("a", "here:80"), ("b", "there:80"), ("c", "here:81")])
            (await _api.PostAsync(v1, Pump(v1, pump, $$"""{"hostPort":"{{port}}"}"""))).Code.ShouldBe(201);
        async Task<string> NamesAsync(string path) => string.Join(',', (await _api.GetAsync(path)).Json["items"]!.AsArray().Select(static i => (string)i!["metadata"]!["name"]!));

        (await NamesAsync($"{v1}?fieldSelector=hostPort=here:80")).ShouldBe("a");
        (await NamesAsync($"{v2}?fieldSelector=host=here")).ShouldBe("a,c");
        (await NamesAsync($"{v2}?fieldSelector=host=here,port!=80")).ShouldBe("c");
        (await NamesAsync($"{v2}?fieldSelector=host=here&limit=1")).ShouldBe("a");
        (await _api.PatchAsync($"{v1}/a", """{"hostPort":"there:80"}""")).Code.ShouldBe(200);
        foreach (var (type, pump) in ((string, string)[])[("ADDED", "a"), ("ADDED", "c"), ("DELETED", "a")])
        {
            var told = (await watch.NextChangeAsync())!;
            (told.Type, told.Text("metadata.name"), told.Text("host")).ShouldBe((type, pump, "here"));
        }

        (await _api.DeleteAsync($"{v2}?fieldSelector=host=here")).Code.ShouldBe(200);
        (await NamesAsync(v1)).ShouldBe("a,b");
    }

    [Fact]
    public async Task A_configuration_may_be_applied_in_a_version_that_is_not_stored()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", Convert);
        var (_, v2, _) = await DefineAsync(hook);
        Task<ApiAnswer> ApplyAsync(string manager, string fields) =>
            _api.PatchAsync($"{v2}/a?fieldManager={manager}", $$"""{"apiVersion":"{{ApiVersion(v2)}}","kind":"Pump","metadata":{"name":"a"},{{fields}}}""", "application/apply-patch+yaml");

        (await ApplyAsync("one", "\"host\":\"here\",\"port\":\"80\"")).Code.ShouldBe(201);
        var conflict = await ApplyAsync("two", "\"host\":\"there\"");
        (conflict.Code, conflict.Message).ShouldBe((409, "Apply failed with 1 conflict: conflict with \"one\": .host"));
        (await ApplyAsync("one", "\"host\":\"there\",\"port\":\"80\"")).Text("host").ShouldBe("there");
        (await _api.GetAsync($"{v2}/a")).Json["metadata"]!["managedFields"]!.AsArray().Select(static m => $"{m!["manager"]} {m["operation"]} {m["apiVersion"]}").ShouldBe([$"one Apply {ApiVersion(v2)}"]);
    }

    [Fact]
    public async Task What_is_stored_in_an_older_version_is_converted_when_it_is_read_and_stored_anew_when_it_is_written()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", Convert);
        var (v1, v2, name) = await DefineAsync(hook);
        var created = await _api.PostAsync(v1, Pump(v1, "old", """{"hostPort":"here:80"}"""));
        await StoreInAsync(name, "v2");
        await _api.PostAsync(v1, Pump(v1, "young", """{"hostPort":"there:81"}"""));

        hook.Seen.Clear();
        (await _api.GetAsync(v2)).Json["items"]!.AsArray().Select(static i => $"{i!["host"]} {i["port"]}").ShouldBe(["here 80", "there 81"]);
        hook.Seen.Single()["objects"]!.AsArray().Count.ShouldBe(1);
        (await _api.GetAsync(v1)).Json["items"]!.AsArray().Select(static i => $"{i!["hostPort"]}").ShouldBe(["here:80", "there:81"]);
        var same = await _api.PutAsync($"{v2}/old", (await _api.GetAsync($"{v2}/old")).Body);
        same.Revision.ShouldBeGreaterThan(created.Revision);
        hook.Seen.Clear();
        (await _api.GetAsync($"{v2}/old")).Text("host").ShouldBe("here");
        hook.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_write_keeps_to_the_rules_of_the_version_it_is_sent_in_alone()
    {
        var (v1, v2) = await DefineTanksAsync();
        var created = await _api.PostAsync(v2, Tank(v2, "a", 9, "red"));
        (created.Code, (await _api.GetAsync($"{v1}/a")).Text("size")).ShouldBe((201, "9"), created.Message);

        (await _api.PatchAsync($"{v2}/a", """{"size":8}""")).Code.ShouldBe(200);
        (await _api.PatchAsync($"{v2}/a", """{"colour":"blue"}""")).Message.ShouldContain("colour: Invalid value: \"string\": only red");
        (await _api.PatchAsync($"{v1}/a", """{"size":7}""")).Message.ShouldContain("size: Invalid value: 7: size in body should be less than or equal to 5");
        (await _api.PatchAsync($"{v1}/a", """{"size":5,"colour":"blue"}""")).Code.ShouldBe(200);
        (await _api.PostAsync(v1, Tank(v1, "b", 9, "red"))).Code.ShouldBe(422);
        (await _api.PostAsync(v2, Tank(v2, "b", 9, "blue"))).Code.ShouldBe(422);
    }

    [Fact]
    public async Task A_write_in_another_version_that_changes_nothing_writes_nothing()
    {
        var (v1, v2) = await DefineTanksAsync();
        await _api.PostAsync(v1, Tank(v1, "a", 3, "red"));
        var shown = await _api.GetAsync($"{v2}/a");

        var same = await _api.PutAsync($"{v2}/a", shown.Body);

        (same.Code, same.Revision).ShouldBe((200, shown.Revision), same.Message);
    }

    [Fact]
    public async Task Who_writes_in_a_version_owns_fields_of_that_version()
    {
        var (v1, v2) = await DefineTanksAsync();
        await _api.PostAsync(v1 + "?fieldManager=one", Tank(v1, "a", 3, "red"));
        await _api.PatchAsync($"{v2}/a?fieldManager=two", """{"size":4}""");

        (await _api.GetAsync($"{v1}/a")).Json["metadata"]!["managedFields"]!.AsArray().Select(static m => $"{m!["manager"]} {m["apiVersion"]} {m["fieldsV1"]!["f:size"]}")
            .ShouldBe([$"one {ApiVersion(v1)} ", $"two {ApiVersion(v2)} {{}}"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_webhook_that_does_not_convert_is_named_with_its_reason()
    {
        await using var hook = await WebhookServer.StartAsync("127.0.0.1", static _ => Task.FromResult(new JsonObject { ["result"] = new JsonObject { ["status"] = "Failed", ["message"] = "not today" } }));
        var (v1, v2, name) = await DefineAsync(hook);
        await _api.PostAsync(v1, Pump(v1, "a", """{"hostPort":"here:80"}"""));

        var failed = await _api.GetAsync($"{v2}/a");
        (failed.Code, failed.Message).ShouldBe((500, $"Internal error occurred: conversion webhook for {ApiVersion(v1)}, Kind=Pump failed: not today"));
        using var watch = await _api.WatchAsync(v2);
        (await watch.NextChangeAsync())!.Type.ShouldBe("ERROR");
        (await _api.DeleteAsync($"{v1}/a")).Code.ShouldBe(200);
        (await _api.DeleteAsync($"{Definitions}/{name}")).Code.ShouldBe(200);
    }

    [Theory]
    [InlineData("""{"strategy":"Webhook"}""", "spec.conversion.conversionReviewVersions: Required value")]
    [InlineData("""{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"]}}""", "spec.conversion.webhookClientConfig: Required value")]
    [InlineData("""{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v7"],"clientConfig":{"url":"https://a/b"}}}""", "must include at least one of v1, v1beta1")]
    [InlineData("""{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"],"clientConfig":{"url":"http://a/b"}}}""", "spec.conversion.webhookClientConfig.url: Invalid value")]
    [InlineData("""{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"],"clientConfig":{"service":{"name":"a","namespace":"b","path":"/a//B"}}}}""", "service.path: Invalid value: \"/a//B\": segment[1] may not be empty, spec.conversion.webhookClientConfig.service.path: Invalid value: \"/a//B\": segment[2]: a lowercase RFC 1123 subdomain")]
    [InlineData("""{"strategy":"None","webhook":{"conversionReviewVersions":["v1"]}}""", "spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook")]
    public async Task A_conversion_that_cannot_work_is_refused(string conversion, string message)
    {
        var refused = await _api.PostAsync(Definitions, Definition(NextGroup(), conversion));

        (refused.Code, refused.Message.Contains(message, StringComparison.Ordinal)).ShouldBe((422, true), refused.Message);
    }

    private static Task<JsonObject> Convert(JsonNode request)
    {
        var wanted = (string)request["desiredAPIVersion"]!;
        var converted = new JsonArray();
        foreach (var value in request["objects"]!.AsArray())
        {
            var next = value!.DeepClone().AsObject();
            next["apiVersion"] = wanted;
            if (wanted.EndsWith("/v2", StringComparison.Ordinal) && (string?)next["hostPort"] is { } both)
            {
                (next["host"], next["port"]) = (both.Split(':')[0], both.Split(':')[1]);
                next.Remove("hostPort");
            }
            else if (wanted.EndsWith("/v1", StringComparison.Ordinal))
            {
                next["hostPort"] = $"{next["host"]}:{next["port"]}";
                next.Remove("host");
                next.Remove("port");
            }

            converted.Add((JsonNode)next);
        }

        return Task.FromResult(new JsonObject { ["convertedObjects"] = converted, ["result"] = new JsonObject { ["status"] = "Success" } });
    }

    private static string NextGroup() => $"c{Interlocked.Increment(ref _count)}.example.com";

    private static string ApiVersion(string path) => string.Join('/', path.Split('/')[2..4]);

    private static string Pump(string path, string name, string fields) => fields.Replace("{", $$"""{"apiVersion":"{{ApiVersion(path)}}","kind":"Pump","metadata":{"name":"{{name}}"},""", StringComparison.Ordinal);

    private static string Definition(string group, string conversion) => $$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"pumps.{{{group}}}"},
         "spec":{"group":"{{{group}}}","scope":"Namespaced","names":{"plural":"pumps","kind":"Pump"},"conversion":{{{conversion}}},"versions":[
          {"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"hostPort":{"type":"string"} } } } },
          {"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"host":{"type":"string"},"port":{"type":"string"} } } },
           "additionalPrinterColumns":[{"name":"Host","type":"string","jsonPath":".host"}]}] } }
        """;

    private static string Tank(string path, string name, int size, string colour) => $$"""{"apiVersion":"{{ApiVersion(path)}}","kind":"Tank","metadata":{"name":"{{name}}"},"size":{{size}},"colour":"{{colour}}"}""";

    /// <summary>A definition whose versions have the same fields and other rules.</summary>
    private async Task<(string V1, string V2)> DefineTanksAsync()
    {
        var group = NextGroup();
        (await _api.PostAsync(Definitions, $$$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"tanks.{{{group}}}"},
             "spec":{"group":"{{{group}}}","scope":"Namespaced","names":{"plural":"tanks","kind":"Tank"},"versions":[
              {"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"size":{"type":"integer","maximum":5},"colour":{"type":"string"} } } } },
              {"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"size":{"type":"integer"},
               "colour":{"type":"string","maxLength":9,"x-kubernetes-validations":[{"rule":"self == 'red'","message":"only red"}]} } } } }]} }
            """)).Code.ShouldBe(201);
        await EventuallyAsync(async () => (await _api.GetAsync($"{Definitions}/tanks.{group}")).Text("status.conditions.1.status") == "True");
        var space = await server.NamespaceAsync();
        return ($"/apis/{group}/v1/namespaces/{space}/tanks", $"/apis/{group}/v2/namespaces/{space}/tanks");
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds()) (await poll.WaitForNextTickAsync(patience.Token)).ShouldBeTrue();
    }

    private async Task StoreInAsync(string name, string version)
    {
        var definition = (await _api.GetAsync($"{Definitions}/{name}")).Json;
        foreach (var served in definition["spec"]!["versions"]!.AsArray()) served!["storage"] = (string)served["name"]! == version;
        (await _api.PutAsync($"{Definitions}/{name}", definition.ToJsonString())).Code.ShouldBe(200);
    }

    /// <summary>A definition of its own for a test; the paths of its objects in both versions.</summary>
    private async Task<(string V1, string V2, string Name)> DefineAsync(WebhookServer hook)
    {
        var group = NextGroup();
        var conversion = $$$"""{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"],"clientConfig":{"url":"https://127.0.0.1:{{{hook.Port}}}/x","caBundle":"{{{hook.Authority}}}"} } }""";
        (await _api.PostAsync(Definitions, Definition(group, conversion))).Code.ShouldBe(201);
        await EventuallyAsync(async () => (await _api.GetAsync($"{Definitions}/pumps.{group}")).Text("status.conditions.1.status") == "True");
        var space = await server.NamespaceAsync();
        return ($"/apis/{group}/v1/namespaces/{space}/pumps", $"/apis/{group}/v2/namespaces/{space}/pumps", $"pumps.{group}");
    }
}
