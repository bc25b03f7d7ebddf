using Microsoft.Extensions.DependencyInjection;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Tests.Silo;

public sealed class CustomResourceTests(ApiServerFixture server)
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private const string Schema = """
        {"type":"object","required":["spec"],"properties":{
          "spec":{"type":"object","required":["size"],"properties":{
            "size":{"type":"integer","minimum":1,"maximum":9},
            "color":{"type":"string","default":"red","enum":["red","green"]},
            "name":{"type":"string","maxLength":5,"pattern":"^[a-z]+$"},
            "port":{"x-kubernetes-int-or-string":true},
            "parts":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["id"],"items":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"weight":{"type":"integer"}}}},
            "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
            "replicas":{"type":"integer"}}},
          "status":{"type":"object","properties":{"phase":{"type":"string"},"replicas":{"type":"integer"}}}}}
        """;

    private static int _count;
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task A_definition_is_established_and_found_by_discovery()
    {
        var (name, group, _) = await DefineAsync();

        var definition = await _api.GetAsync($"{Definitions}/{name}");
        definition.Text("status.conditions.0.type").ShouldBe("NamesAccepted");
        definition.Text("status.conditions.1.reason").ShouldBe("InitialNamesAccepted");
        definition.Text("status.acceptedNames.listKind").ShouldBe("GadgetList");
        definition.Text("status.storedVersions.0").ShouldBe("v1");
        await EventuallyAsync(async () => (await _api.GetAsync($"/apis/apiregistration.k8s.io/v1/apiservices/v1.{group}")).Text("status.conditions.0.reason") == "Local");
        var resources = await _api.GetAsync($"/apis/{group}/v1");
        resources.Json["resources"]!.AsArray().Select(static r => (string)r!["name"]!).ShouldBe(["gadgets", "gadgets/scale", "gadgets/status"]);
        (await _api.GetAsync("/apis", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")).Body.ShouldContain(group);
        (await _api.GetAsync("/openapi/v3")).Body.ShouldContain($"apis/{group}/v1");
        (await _api.GetAsync($"/openapi/v3/apis/{group}/v1")).Body.ShouldContain("\"x-kubernetes-int-or-string\":true");
        (await _api.GetAsync("/openapi/v2")).Body.ShouldContain($"\"{string.Join('.', group.Split('.').Reverse())}.v1.Gadget\"");
    }

    [Fact]
    public async Task Another_kind_is_refused_and_scale_is_replaced_without_a_version()
    {
        var (_, group, path) = await DefineAsync();
        var other = await _api.PostAsync(path, $$$"""{"apiVersion":"{{{group}}}/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"size":1} }""");
        (other.Code, other.Message).ShouldBe((422, $"Widget.{group} \"w\" is invalid: kind: Invalid value: \"Widget\": must be Gadget"));

        await _api.PostAsync(path, Gadget(path, "scaled", """{"size":1,"replicas":1}"""));
        var scaled = await _api.PutAsync($"{path}/scaled/scale", """{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"scaled"},"spec":{"replicas":4}}""");
        (scaled.Code, scaled.Text("spec.replicas")).ShouldBe((200, "4"));
        (await _api.PutAsync($"{path}/scaled/scale", """{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"scaled"},"spec":{"replicas":-1}}""")).Message
            .ShouldBe($"Gadget.{group} \"scaled\" is invalid: .spec.replicas: Invalid value: -1: should be a non-negative integer");
        (await _api.PutAsync($"{path}/scaled", Gadget(path, "scaled", """{"size":1}"""))).Message.ShouldContain("metadata.resourceVersion: Invalid value: 0x0: must be specified for an update");
    }

    [Fact]
    public async Task An_object_says_of_what_kind_and_version_it_is()
    {
        var (_, group, path) = await DefineAsync();
        const string NoKind = """{"metadata":{"name":"k"},"spec":{"size":1}}""";
        var unnamed = await _api.PostAsync(path, NoKind);
        (unnamed.Code, unnamed.Message).ShouldBe(
            (400, $$"""the object provided is unrecognized (must be of type Gadget): Object 'Kind' is missing in '{{NoKind}}' ({"metadata":{"name":"k"},"spec ...)"""));
        (await _api.PostAsync(path, """{"kind":"Gadget","metadata":{"name":"k"}}""")).Message.ShouldBe($"the API version in the data () does not match the expected API version ({group}/v1)");
        (await _api.PostAsync(path, """{"apiVersion":"a/b/c","kind":"Gadget"}""")).Message.ShouldStartWith("the object provided is unrecognized (must be of type Gadget): unexpected GroupVersion string: a/b/c (");
        (await _api.PostAsync(path, """{"kind":1}""")).Message.ShouldBe(
            """the object provided is unrecognized (must be of type Gadget): couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"kind":1})""");
        (await _api.PostAsync(path, $$$"""{"apiVersion":"{{{group}}}/v1","kind":"Gadget","metadata":{"name":1}}""")).Message
            .ShouldBe("Gadget in version \"v1\" cannot be handled as a Gadget: json: cannot unmarshal number into Go struct field ObjectMeta.name of type string");

        (await _api.PostAsync(path, Gadget(path, "k", """{"size":1}"""))).Code.ShouldBe(201);
        (await _api.PutAsync($"{path}/k", NoKind)).Code.ShouldBe(400);
        var patched = await _api.PatchAsync($"{path}/k", """{"kind":null}""");
        patched.Code.ShouldBe(422);
        patched.Message.ShouldStartWith(" \"\" is invalid: patch: Invalid value: ");
        patched.Message.ShouldContain("\": Object 'Kind' is missing in '{\"apiVersion\":");
        var versionless = await _api.PatchAsync($"{path}/k", """{"apiVersion":null}""");
        (versionless.Code, versionless.Message).ShouldBe((400, "Object 'apiVersion' is missing in 'object has no apiVersion field'"));
        (await _api.PatchAsync($"{path}/k", """{"apiVersion":"x/v2","kind":"X"}""")).Message
            .ShouldBe($"X.x \"k\" is invalid: [kind: Invalid value: \"X\": must be Gadget, apiVersion: Invalid value: \"x/v2\": must be {group}/v1]");
        (await _api.PatchAsync($"{path}/k?fieldManager=m", NoKind, "application/apply-patch+yaml")).Message.ShouldBe("invalid object type: /, Kind=");
    }

    [Fact]
    public async Task Objects_are_created_read_listed_changed_watched_and_deleted()
    {
        var (_, _, path) = await DefineAsync();
        var created = await _api.PostAsync(path, Gadget(path, "a", """{"size":3,"free":{"x":[1,{"y":2.50}]}}"""));
        created.Code.ShouldBe(201);
        created.Text("spec.color").ShouldBe("red");
        created.Text("metadata.generation").ShouldBe("1");
        created.Body.ShouldContain("\"y\":2.50");
        (await _api.GetAsync($"{path}/a")).Body.ShouldBe(created.Body);
        var list = await _api.GetAsync(path);
        list.Text("kind").ShouldBe("GadgetList");
        list.Names.ShouldBe(["a"]);
        list.Text("items.0.kind").ShouldBe("Gadget");

        using var watch = await _api.WatchAsync($"{path}?resourceVersion={created.Revision}");
        var patched = await _api.PatchAsync($"{path}/a", """{"spec":{"size":4}}""");
        patched.Text("metadata.generation").ShouldBe("2");
        patched.Text("spec.free.x.0").ShouldBe("1");
        (await watch.NextChangeAsync())!.Text("spec.size").ShouldBe("4");
        (await _api.PatchAsync($"{path}/a", """[{"op":"replace","path":"/spec/size","value":5}]""", "application/json-patch+json")).Text("spec.size").ShouldBe("5");
        (await _api.PatchAsync($"{path}/a", "{}", "application/strategic-merge-patch+json")).Code.ShouldBe(415);
        (await _api.PutAsync($"{path}/a", Gadget(path, "a", """{"size":6}"""))).Message.ShouldContain("metadata.resourceVersion: Invalid value: 0x0: must be specified for an update");
        (await _api.DeleteAsync($"{path}/a")).Text("status").ShouldBe("Success");
        (await _api.GetAsync($"{path}/a")).Message.ShouldEndWith("\"a\" not found");
    }

    [Theory]
    [InlineData("{}", "spec.size: Required value")]
    [InlineData("""{"size":0}""", "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1")]
    [InlineData("""{"size":"x"}""", "spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"")]
    [InlineData("""{"size":1,"color":"blue"}""", "spec.color: Unsupported value: \"blue\": supported values: \"red\", \"green\"")]
    [InlineData("""{"size":1,"name":"abcdef"}""", "spec.name: Too long: may not be more than 5 bytes")]
    [InlineData("""{"size":1,"name":"A1"}""", "spec.name: Invalid value: \"A1\": spec.name in body should match '^[a-z]+$'")]
    [InlineData("""{"size":1,"port":true}""", "spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\"")]
    [InlineData("""{"size":1,"parts":[{"id":"a"},{"id":"a"}]}""", "spec.parts[1]: Duplicate value: map[string]interface {}{\"id\":\"a\"}")]
    public async Task What_the_schema_does_not_allow_is_refused(string spec, string message)
    {
        var (_, group, path) = await DefineAsync();
        var refused = await _api.PostAsync(path, Gadget(path, "a", spec));

        (refused.Code, refused.Reason, refused.Message).ShouldBe((422, "Invalid", $"Gadget.{group} \"a\" is invalid: {message}"));
    }

    [Fact]
    public async Task Unknown_fields_are_pruned_warned_of_or_refused()
    {
        var (_, _, path) = await DefineAsync();
        var body = Gadget(path, "a", """{"size":1,"unknown":1,"parts":[{"id":"x","other":2}],"color":"red","color":"green"}""");

        var strict = await _api.PostAsync($"{path}?fieldValidation=Strict", body);
        strict.Code.ShouldBe(400);
        strict.Message.ShouldBe("Gadget in version \"v1\" cannot be handled as a Gadget: strict decoding error: duplicate field \"spec.color\", unknown field \"spec.unknown\", unknown field \"spec.parts[0].other\"");
        var warned = await _api.PostAsync($"{path}?fieldValidation=Warn", body);
        warned.Code.ShouldBe(201);
        warned.Headers["Warning"].ShouldContain("unknown field \\\"spec.unknown\\\"");
        warned.Json["spec"]!.ToJsonString().ShouldBe("""{"size":1,"parts":[{"id":"x"}],"color":"green"}""");
    }

    [Fact]
    public async Task The_status_is_written_alone()
    {
        var (_, _, path) = await DefineAsync();
        var created = await _api.PostAsync(path, """{"apiVersion":"G/v1","kind":"Gadget","metadata":{"name":"a"},"spec":{"size":1},"status":{"phase":"Lost"}}""".Replace("G/v1", ApiVersion(path)));
        created.Text("status").ShouldBe("");
        var status = await _api.PatchAsync($"{path}/a/status", """{"metadata":{"labels":{"a":"b"}},"spec":{"size":2},"status":{"phase":"Good"}}""");
        status.Text("status.phase").ShouldBe("Good");
        status.Text("spec.size").ShouldBe("1");
        status.Text("metadata.labels").ShouldBe("");
        status.Text("metadata.generation").ShouldBe("1");
        (await _api.PatchAsync($"{path}/a", """{"status":{"phase":"Bad"},"spec":{"size":2}}""")).Text("status.phase").ShouldBe("Good");
    }

    [Fact]
    public async Task Scale_reads_and_writes_the_paths_of_the_definition()
    {
        var (_, _, path) = await DefineAsync();
        await _api.PostAsync(path, Gadget(path, "a", """{"size":1,"replicas":2}"""));
        await _api.PatchAsync($"{path}/a/status", """{"status":{"replicas":7}}""");

        var scale = await _api.GetAsync($"{path}/a/scale");
        (scale.Text("kind"), scale.Text("spec.replicas"), scale.Text("status.replicas")).ShouldBe(("Scale", "2", "7"));
        (await _api.PatchAsync($"{path}/a/scale", """{"spec":{"replicas":5}}""")).Code.ShouldBe(200);
        (await _api.GetAsync($"{path}/a")).Text("spec.replicas").ShouldBe("5");
    }

    [Fact]
    public async Task Server_side_apply_merges_by_the_schema()
    {
        var (_, _, path) = await DefineAsync();
        Task<ApiAnswer> ApplyAsync(string manager, string spec) => _api.PatchAsync($"{path}/a?fieldManager={manager}", Gadget(path, "a", spec), "application/apply-patch+yaml");

        (await ApplyAsync("one", """{"size":1,"parts":[{"id":"x","weight":1}]}""")).Code.ShouldBe(201);
        var both = await ApplyAsync("two", """{"size":1,"parts":[{"id":"y","weight":2}]}""");
        both.Json["spec"]!["parts"]!.AsArray().Count.ShouldBe(2);
        var conflict = await ApplyAsync("two", """{"size":2,"parts":[{"id":"y","weight":2}]}""");
        (conflict.Code, conflict.Message).ShouldBe((409, "Apply failed with 1 conflict: conflict with \"one\": .spec.size"));
        (await ApplyAsync("two", """{"size":1}""")).Json["spec"]!["parts"]!.ToJsonString().ShouldBe("""[{"id":"x","weight":1}]""");
    }

    [Fact]
    public async Task Tables_have_the_columns_of_the_definition()
    {
        var (_, _, path) = await DefineAsync();
        await _api.PostAsync(path, Gadget(path, "a", """{"size":3}"""));
        var table = await _api.GetAsync(path, "application/json;as=Table;g=meta.k8s.io;v=v1");

        table.Json["columnDefinitions"]!.AsArray().Select(static c => (string)c!["name"]!).ShouldBe(["Name", "Size", "Color"]);
        table.Json["rows"]![0]!["cells"]!.ToJsonString().ShouldBe("""["a",3,"red"]""");
        (await _api.GetAsync($"{path}?fieldSelector=spec.color%3Dgreen")).Items.ShouldBeEmpty();
        (await _api.GetAsync($"{path}?fieldSelector=spec.color%3Dred")).Names.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Every_served_version_shows_the_same_objects()
    {
        var (name, group, path) = await DefineAsync();
        await _api.PostAsync(path, Gadget(path, "a", """{"size":3}"""));
        var definition = (await _api.GetAsync($"{Definitions}/{name}")).Json;
        var next = definition["spec"]!["versions"]![0]!.DeepClone();
        (next["name"], next["storage"]) = ("v2", false);
        definition["spec"]!["versions"]!.AsArray().Add(next);
        (await _api.PutAsync($"{Definitions}/{name}", definition.ToJsonString())).Code.ShouldBe(200);

        var newer = path.Replace("/v1/", "/v2/");
        (await _api.GetAsync($"{newer}/a")).Text("apiVersion").ShouldBe($"{group}/v2");
        (await _api.PatchAsync($"{newer}/a", """{"spec":{"size":4}}""")).Text("apiVersion").ShouldBe($"{group}/v2");
        (await _api.GetAsync($"{path}/a")).Text("spec.size").ShouldBe("4");
        (await _api.GetAsync($"/apis/{group}")).Text("preferredVersion.version").ShouldBe("v2");
    }

    [Fact]
    public async Task A_deleted_definition_takes_its_objects_along()
    {
        var (name, _, path) = await DefineAsync();
        await _api.PostAsync(path, Gadget(path, "a", """{"size":3}"""));
        await _api.PatchAsync($"{path}/a", """{"metadata":{"finalizers":["example.com/wait"]}}""");
        var deleted = await _api.DeleteAsync($"{Definitions}/{name}");
        deleted.Json["status"]!["conditions"]!.AsArray().Select(static c => (string)c!["type"]!).ShouldContain("Terminating");
        (await _api.PostAsync(path, Gadget(path, "b", """{"size":3}"""))).Code.ShouldBe(405);
        await EventuallyAsync(async () => (await _api.GetAsync($"{path}/a")).Text("metadata.deletionTimestamp").Length > 0);
        await _api.PatchAsync($"{path}/a", """{"metadata":{"finalizers":null}}""");
        await EventuallyAsync(async () => (await _api.GetAsync($"{Definitions}/{name}")).Code == 404);
        (await _api.GetAsync(path)).Code.ShouldBe(404);
    }

    [Fact]
    public async Task Custom_owners_take_their_dependents_along_or_leave_them()
    {
        var (_, _, path) = await DefineAsync();
        async Task<string> OwnedAsync(string owner, string name)
        {
            var uid = (await _api.PostAsync(path, Gadget(path, owner, """{"size":1}"""))).Text("metadata.uid");
            var owned = $$$"""{"apiVersion":"{{{ApiVersion(path)}}}","kind":"Gadget","metadata":{"name":"{{{name}}}","ownerReferences":[{"apiVersion":"{{{ApiVersion(path)}}}","kind":"Gadget","name":"{{{owner}}}","uid":"{{{uid}}}","blockOwnerDeletion":true}]},"spec":{"size":2} }""";
            (await _api.PostAsync(path, owned)).Code.ShouldBe(201);
            return uid;
        }

        await OwnedAsync("a", "a-1");
        await _api.DeleteAsync($"{path}/a", """{"propagationPolicy":"Foreground"}""");
        await EventuallyAsync(async () => (await _api.GetAsync($"{path}/a")).Code == 404);
        (await _api.GetAsync($"{path}/a-1")).Code.ShouldBe(404);

        await OwnedAsync("b", "b-1");
        await _api.DeleteAsync($"{path}/b", """{"propagationPolicy":"Orphan"}""");
        await EventuallyAsync(async () => (await _api.GetAsync($"{path}/b")).Code == 404);
        await EventuallyAsync(async () => (await _api.GetAsync($"{path}/b-1")).Text("metadata.ownerReferences") == "");

        await OwnedAsync("c", "c-1");
        await _api.DeleteAsync($"{path}/c");
        await EventuallyAsync(async () => (await _api.GetAsync($"{path}/c-1")).Code == 404);
    }

    [Fact]
    public async Task A_namespace_takes_its_custom_objects_along()
    {
        var (_, _, path) = await DefineAsync();
        await _api.PostAsync(path, Gadget(path, "a", """{"size":3}"""));
        var space = path.Split('/')[5];
        await _api.DeleteAsync($"/api/v1/namespaces/{space}");
        await EventuallyAsync(async () => (await _api.GetAsync($"/api/v1/namespaces/{space}")).Code == 404);
        (await _api.GetAsync($"{path}/a")).Code.ShouldBe(404);
    }

    [Fact]
    public async Task Definitions_and_objects_are_there_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("orleans-kube-").FullName;
        var group = NextGroup();
        using (var host = await ApiServerFixture.StartAsync(folder))
        {
            using var api = ClientOf(host);
            await api.PostAsync(Definitions, Definition(group));
            await EventuallyAsync(async () => (await api.PostAsync($"/apis/{group}/v1/namespaces/default/gadgets", Gadget($"/apis/{group}/v1/namespaces/default/gadgets", "a", """{"size":3}"""))).Code == 201);
            await host.StopAsync();
        }

        using (var host = await ApiServerFixture.StartAsync(folder))
        {
            using var api = ClientOf(host);
            (await api.GetAsync($"/apis/{group}/v1/namespaces/default/gadgets/a")).Text("spec.color").ShouldBe("red");
            (await api.DeleteAsync($"{Definitions}/gadgets.{group}")).Code.ShouldBe(200);
            await EventuallyAsync(async () => (await api.GetAsync($"{Definitions}/gadgets.{group}")).Code == 404);
            await host.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static ApiClient ClientOf(Microsoft.Extensions.Hosting.IHost host)
    {
        var issued = host.Services.GetRequiredService<CertificateAuthority>().IssueClient("admin", ["system:masters"], TimeSpan.FromHours(1));
        return new ApiClient(host.Services.GetRequiredService<ApiListener>().LocalUrl, System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(issued.CertificatePem, issued.KeyPem));
    }

    [Fact]
    public async Task Names_that_another_definition_has_are_not_accepted()
    {
        var (name, group, _) = await DefineAsync();
        var body = Definition(group).Replace("gadgets", "devices");
        (await _api.PostAsync(Definitions, body)).Code.ShouldBe(201);
        await EventuallyAsync(async () => (await _api.GetAsync($"{Definitions}/devices.{group}")).Text("status.conditions.0.reason") == "SingularConflict");
        (await _api.GetAsync($"/apis/{group}/v1/devices")).Code.ShouldBe(404);
        await _api.DeleteAsync($"{Definitions}/{name}");
        await EventuallyAsync(async () => (await _api.GetAsync($"/apis/{group}/v1/devices")).Code == 200);
    }

    [Theory]
    [InlineData("\"type\":\"object\",\"required\"", "\"required\"", "spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root")]
    [InlineData("\"minimum\":1", "\"default\":0,\"minimum\":1", "spec.validation.openAPIV3Schema.properties[spec].properties[size].default: Invalid value: 0:  in body should be greater than or equal to 1")]
    [InlineData("\"storage\":true", "\"storage\":false", "must have exactly one version marked as storage version")]
    [InlineData("\"plural\":\"gadgets\"", "\"plural\":\"Gadgets\"", "metadata.name: Invalid value")]
    public async Task A_definition_that_is_no_good_is_refused(string good, string bad, string message)
    {
        var refused = await _api.PostAsync(Definitions, Definition(NextGroup()).Replace(good, bad));

        refused.Code.ShouldBe(422);
        refused.Message.ShouldContain(message);
    }

    private static string NextGroup() => $"g{Interlocked.Increment(ref _count)}.example.com";

    private static string ApiVersion(string path) => string.Join('/', path.Split('/')[2..4]);

    private static string Gadget(string path, string name, string spec) => $$"""{"apiVersion":"{{ApiVersion(path)}}","kind":"Gadget","metadata":{"name":"{{name}}"},"spec":{{spec}}}""";

    private static string Definition(string group) => $$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"gadgets.{{{group}}}"},
         "spec":{"group":"{{{group}}}","scope":"Namespaced","names":{"plural":"gadgets","kind":"Gadget"},"versions":[{"name":"v1","served":true,"storage":true,
          "schema":{"openAPIV3Schema":{{{Schema.ReplaceLineEndings("").Replace("  ", "")}}}},
          "subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas"}},
          "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"},{"name":"Color","type":"string","jsonPath":".spec.color"}],
          "selectableFields":[{"jsonPath":".spec.color"}]}]}}
        """;

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds()) (await poll.WaitForNextTickAsync(patience.Token)).ShouldBeTrue();
    }

    /// <summary>A definition of its own for a test, once it is established; and the path of its objects in a namespace of their own.</summary>
    private async Task<(string Name, string Group, string Path)> DefineAsync()
    {
        var group = NextGroup();
        (await _api.PostAsync(Definitions, Definition(group))).Code.ShouldBe(201);
        await EventuallyAsync(async () => (await _api.GetAsync($"{Definitions}/gadgets.{group}")).Text("status.conditions.1.status") == "True");
        return ($"gadgets.{group}", group, $"/apis/{group}/v1/namespaces/{await server.NamespaceAsync()}/gadgets");
    }
}
