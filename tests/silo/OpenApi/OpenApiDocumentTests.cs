using System.Text.Json;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Silo.OpenApi;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.OpenApi;

public sealed class OpenApiDocumentTests
{
    private readonly OpenApiDocuments _documents = new(ResourceRegistry.BuiltIn, "1.33");

    [Fact]
    public void The_index_names_a_document_with_its_hash_for_every_group_and_version()
    {
        var paths = Parse(_documents.Index).GetProperty("paths").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetProperty("serverRelativeURL").GetString());

        var versions = ResourceRegistry.BuiltIn.All.Select(d => d.Group.Length == 0 ? "api/v1" : $"apis/{d.ApiVersion}").Distinct();
        var groups = ResourceRegistry.BuiltIn.All.Where(d => d.Group.Length > 0).Select(d => $"apis/{d.Group}").Distinct();
        paths.Keys.ShouldBe([.. versions, .. groups, "api", "apis", "version", ".well-known/openid-configuration", "openid/v1/jwks"], ignoreOrder: true);
        foreach (var (name, url) in paths) url.ShouldBe($"/openapi/v3/{name}?hash={_documents.Find(name)!.Hash}");
    }

    [Fact]
    public void Every_reference_leads_to_a_schema()
    {
        foreach (var (root, prefix) in All().Select(static d => (d, d.TryGetProperty("definitions", out _) ? "#/definitions/" : "#/components/schemas/")))
        {
            var known = Schemas(root).EnumerateObject().Select(p => prefix + p.Name).ToHashSet();
            if (root.TryGetProperty("parameters", out var shared)) known.UnionWith(shared.EnumerateObject().Select(static p => $"#/parameters/{p.Name}"));
            foreach (var reference in Find(root, "$ref").Where(static r => r.ValueKind == JsonValueKind.String)) known.ShouldContain(reference.GetString()!);
        }
    }

    [Fact]
    public void Parameters_of_all_operations_of_a_path_stand_at_the_path_and_bodies_may_have_any_form()
    {
        var paths = Parse(_documents.Find("api/v1")!).GetProperty("paths");

        string Names(JsonElement owner) => owner.TryGetProperty("parameters", out var list) ? string.Join(' ', list.EnumerateArray().Select(static p => $"{p.GetProperty("in")}:{p.GetProperty("name")}")) : "";
        var list = paths.GetProperty("/api/v1/pods");
        Names(list).ShouldBe("query:allowWatchBookmarks query:continue query:fieldSelector query:labelSelector query:limit query:pretty query:resourceVersion query:resourceVersionMatch "
            + "query:sendInitialEvents query:timeoutSeconds query:watch");
        Names(list.GetProperty("get")).ShouldBe("");
        var proxy = paths.GetProperty("/api/v1/nodes/{name}/proxy/{path}");
        (Names(proxy), Names(proxy.GetProperty("get"))).ShouldBe(("path:name query:path path:path", ""));
        var pod = paths.GetProperty("/api/v1/namespaces/{namespace}/pods/{name}");
        (Names(pod), Names(pod.GetProperty("put"))).ShouldBe(("path:name path:namespace query:pretty", "query:dryRun query:fieldManager query:fieldValidation"));
        pod.GetProperty("put").GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(static c => c.Name).ShouldBe(["*/*"]);
    }

    [Fact]
    public void Swagger_says_a_parameter_once()
    {
        var swagger = Parse(_documents.Swagger);
        var path = swagger.GetProperty("paths").GetProperty("/api/v1/namespaces/{namespace}/pods/{name}");

        string At(JsonElement item) => item.TryGetProperty("$ref", out var reference) ? reference.GetString()![..^9] : item.GetProperty("name").GetString()!;
        path.GetProperty("parameters").EnumerateArray().Select(At).ShouldBe(["name", "#/parameters/namespace", "#/parameters/pretty"]);
        path.GetProperty("patch").GetProperty("parameters").EnumerateArray().Select(At).ShouldBe(["#/parameters/body", "dryRun", "#/parameters/fieldManager", "fieldValidation", "#/parameters/force"]);
        path.GetProperty("put").GetProperty("parameters").EnumerateArray().Select(At).First().ShouldBe("body");
        swagger.GetProperty("paths").GetProperty("/version/").GetProperty("get").GetProperty("consumes").GetRawText().ShouldBe("""["application/json"]""");
    }

    [Fact]
    public void Every_type_and_field_is_described()
    {
        var silent = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var schema in All().SelectMany(static root => Schemas(root).EnumerateObject()))
        {
            if (!IsDescribed(schema.Value)) silent.Add(schema.Name);
            if (!schema.Value.TryGetProperty("properties", out var properties)) continue;
            foreach (var field in properties.EnumerateObject())
                if (!IsDescribed(field.Value)) silent.Add($"{schema.Name}.{field.Name}");
        }

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void No_two_operations_share_an_id()
    {
        var ids = Find(Parse(_documents.Swagger), "operationId").Select(static id => id.GetString()).ToList();

        ids.ShouldBeUnique();
        ids.ShouldContain("patchAppsV1NamespacedDeploymentScale");
        ids.ShouldContain("connectCoreV1GetNamespacedPodExec");
        ids.ShouldContain("listCoreV1PodForAllNamespaces");
    }

    [Fact]
    public void Every_verb_of_every_resource_has_an_operation_of_its_kind()
    {
        var operations = Find(Parse(_documents.Swagger), "x-kubernetes-action", withOwner: true)
            .Select(o => (Action: o.GetProperty("x-kubernetes-action").GetString(), Kind: o.GetProperty("x-kubernetes-group-version-kind").GetRawText())).ToHashSet();

        foreach (var definition in ResourceRegistry.BuiltIn.All)
        {
            var kind = $$"""{"group":"{{definition.Group}}","kind":"{{definition.Kind}}","version":"{{definition.Version}}"}""";
            foreach (var verb in definition.Verbs.Where(static v => v != "watch"))
                operations.ShouldContain((verb switch { "create" => "post", "update" => "put", _ => verb }, kind), $"{verb} {kind}");
        }
    }

    [Theory]
    [InlineData("api", "/api/", "getCoreAPIVersions", "core", "io.k8s.apimachinery.pkg.apis.meta.v1.APIVersions")]
    [InlineData("apis", "/apis/", "getAPIVersions", "apis", "io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList")]
    [InlineData("apis/flowcontrol.apiserver.k8s.io", "/apis/flowcontrol.apiserver.k8s.io/", "getFlowcontrolApiserverAPIGroup", "flowcontrolApiserver", "io.k8s.apimachinery.pkg.apis.meta.v1.APIGroup")]
    [InlineData("api/v1", "/api/v1/", "getCoreV1APIResources", "core_v1", "io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList")]
    [InlineData("apis/apps/v1", "/apis/apps/v1/", "getAppsV1APIResources", "apps_v1", "io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList")]
    [InlineData("apis/apps/v1", "/apis/apps/v1/watch/deployments", "watchAppsV1DeploymentListForAllNamespaces", "apps_v1", "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent")]
    [InlineData("apis/apps/v1", "/apis/apps/v1/watch/namespaces/{namespace}/deployments", "watchAppsV1NamespacedDeploymentList", "apps_v1", "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent")]
    [InlineData("api/v1", "/api/v1/watch/nodes/{name}", "watchCoreV1Node", "core_v1", "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent")]
    [InlineData("version", "/version/", "getCodeVersion", "version", "io.k8s.apimachinery.pkg.version.Info")]
    public void What_is_not_about_objects_is_described_too(string document, string path, string id, string tag, string answer)
    {
        foreach (var root in new[] { Parse(_documents.Find(document)!), Parse(_documents.Swagger) })
        {
            var operation = root.GetProperty("paths").GetProperty(path).GetProperty("get");
            operation.GetProperty("operationId").GetString().ShouldBe(id);
            operation.GetProperty("tags")[0].GetString().ShouldBe(tag);
            Find(operation.GetProperty("responses"), "$ref").Select(static r => r.GetString()!.Split('/')[^1]).Distinct().ShouldBe([answer]);
        }
    }

    [Theory]
    [InlineData("core.v1.SeccompProfile", """{"discriminator":"type","fields-to-discriminateBy":{"localhostProfile":"LocalhostProfile"}}""")]
    [InlineData("flowcontrol.v1.Subject", """{"discriminator":"kind","fields-to-discriminateBy":{"group":"Group","serviceAccount":"ServiceAccount","user":"User"}}""")]
    public void Of_the_fields_of_a_union_one_is_named_by_another(string type, string union) =>
        Schemas(Parse(_documents.Swagger)).GetProperty($"io.k8s.api.{type}").GetProperty("x-kubernetes-unions").GetRawText().ShouldBe($"[{union}]");

    [Fact]
    public void A_document_has_the_schemas_that_it_refers_to_and_no_others()
    {
        static IEnumerable<string> Names(JsonElement root) => Schemas(root).EnumerateObject().Select(static s => s.Name);
        Names(Parse(_documents.Find("openid/v1/jwks")!)).ShouldBeEmpty();
        Names(Parse(_documents.Find("version")!)).ShouldBe(["io.k8s.apimachinery.pkg.version.Info"]);
        var leases = Parse(_documents.Find("apis/coordination.k8s.io/v1")!);
        var referred = Find(leases, "$ref").Select(static r => r.GetString()!.Split('/')[^1]).ToHashSet();
        Names(leases).ShouldBe(referred, ignoreOrder: true);
        referred.ShouldNotContain("io.k8s.apimachinery.pkg.api.resource.Quantity");
    }

    [Fact]
    public void Clients_learn_how_to_prove_who_they_are()
    {
        const string scheme = """{"description":"Bearer Token authentication","in":"header","name":"authorization","type":"apiKey"}""";
        Parse(_documents.Swagger).GetProperty("securityDefinitions").GetProperty("BearerToken").GetRawText().ShouldBe(scheme);
        Parse(_documents.Swagger).GetProperty("security").GetRawText().ShouldBe("""[{"BearerToken":[]}]""");
        Parse(_documents.Find("version")!).GetProperty("components").GetProperty("securitySchemes").GetProperty("BearerToken").GetRawText().ShouldBe(scheme);
    }

    [Fact]
    public void What_kubectl_asks_the_schema_of_a_patch_is_there()
    {
        var deployments = Parse(_documents.Find("apis/apps/v1")!);
        var patch = deployments.GetProperty("paths").GetProperty("/apis/apps/v1/namespaces/{namespace}/deployments/{name}").GetProperty("patch");

        patch.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ShouldBe(["dryRun", "fieldManager", "fieldValidation", "force"]);
        patch.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(p => p.Name).ShouldContain("application/strategic-merge-patch+json");
        var containers = Schemas(deployments).GetProperty("io.k8s.api.core.v1.PodSpec").GetProperty("properties").GetProperty("containers");
        containers.GetProperty("x-kubernetes-patch-merge-key").GetString().ShouldBe("name");
        containers.GetProperty("x-kubernetes-patch-strategy").GetString().ShouldBe("merge");
        containers.GetProperty("x-kubernetes-list-map-keys").EnumerateArray().Select(k => k.GetString()).ShouldBe(["name"]);
        containers.GetProperty("items").GetProperty("allOf")[0].GetProperty("$ref").GetString().ShouldBe("#/components/schemas/io.k8s.api.core.v1.Container");
    }

    [Fact]
    public void Fields_that_have_a_fixed_set_of_values_say_which()
    {
        var schemas = Schemas(Parse(_documents.Find("api/v1")!));
        JsonElement Field(string type, string field) => schemas.GetProperty($"io.k8s.api.core.v1.{type}").GetProperty("properties").GetProperty(field);
        static IEnumerable<string?> Values(JsonElement schema) => schema.GetProperty("enum").EnumerateArray().Select(static v => v.GetString());

        Values(Field("PodSpec", "restartPolicy")).ShouldBe(["Always", "Never", "OnFailure"]);
        Values(Field("PersistentVolumeSpec", "accessModes").GetProperty("items")).ShouldBe(["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]);
        Field("PodSpec", "restartPolicy").TryGetProperty("description", out var text).ShouldBeTrue();
        text.GetString()!.ShouldNotContain("Known values");
        Field("PodCondition", "type").TryGetProperty("enum", out _).ShouldBeFalse();
    }

    [Fact]
    public void What_a_field_is_that_is_left_out_is_said_in_OpenAPI_3()
    {
        var schemas = Schemas(Parse(_documents.Find("api/v1")!));
        string? Default(string type, string field) =>
            schemas.GetProperty($"io.k8s.api.core.v1.{type}").GetProperty("properties").GetProperty(field).TryGetProperty("default", out var value) ? value.GetRawText() : null;

        Default("ContainerPort", "protocol").ShouldBe("\"TCP\"");
        Default("ContainerPort", "containerPort").ShouldBe("0");
        Default("ContainerPort", "hostPort").ShouldBeNull();
        Default("Container", "name").ShouldBe("\"\"");
        Default("Container", "resources").ShouldBe("{}");
        Default("Container", "securityContext").ShouldBeNull();
        Default("Pod", "metadata").ShouldBe("{}");
        schemas.GetProperty("io.k8s.api.core.v1.Container").GetProperty("properties").GetProperty("args").GetProperty("items").GetProperty("default").GetString().ShouldBe("");
        Find(Parse(_documents.Swagger).GetProperty("definitions").GetProperty("io.k8s.api.core.v1.Container"), "default").ShouldBeEmpty();
    }

    [Fact]
    public void The_options_of_deletion_are_of_every_version()
    {
        var kinds = Schemas(Parse(_documents.Swagger)).GetProperty("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions").GetProperty("x-kubernetes-group-version-kind");

        kinds.EnumerateArray().Select(static k => $"{k.GetProperty("group")}/{k.GetProperty("version")}")
            .ShouldBe(ResourceRegistry.BuiltIn.All.Select(static d => $"{d.Group}/{d.Version}").Distinct());
    }

    [Fact]
    public void Values_of_two_types_say_so_where_the_dialect_can()
    {
        var port = Schemas(Parse(_documents.Find("api/v1")!)).GetProperty("io.k8s.apimachinery.pkg.util.intstr.IntOrString");
        port.GetProperty("oneOf").EnumerateArray().Select(t => t.GetProperty("type").GetString()).ShouldBe(["string", "integer"], ignoreOrder: true);
        Schemas(Parse(_documents.Swagger)).GetProperty("io.k8s.apimachinery.pkg.api.resource.Quantity").GetProperty("type").GetString().ShouldBe("string");
    }

    [Fact]
    public void The_protobuf_form_holds_the_same_paths_and_definitions()
    {
        var swagger = Parse(_documents.Swagger);
        var document = ProtobufFields.Read(_documents.Protobuf.Body);

        ProtobufFields.Read(document.Single(f => f.Number == 8).Bytes).Select(static p => ProtobufFields.Read(p.Bytes)[0].Text)
            .ShouldBe(swagger.GetProperty("paths").EnumerateObject().Select(static p => p.Name));
        var definitions = ProtobufFields.Read(document.Single(f => f.Number == 9).Bytes).Select(static d => ProtobufFields.Read(d.Bytes)).ToList();
        definitions.Select(static d => d[0].Text).ShouldBe(swagger.GetProperty("definitions").EnumerateObject().Select(static p => p.Name));
        var pod = ProtobufFields.Read(definitions.Single(static d => d[0].Text == "io.k8s.api.core.v1.Pod")[1].Bytes);
        var extension = ProtobufFields.Read(pod.Single(static f => f.Number == 31).Bytes);
        extension[0].Text.ShouldBe("x-kubernetes-group-version-kind");
        ProtobufFields.Read(extension[1].Bytes)[0].Text.ShouldBe("""[{"group":"","kind":"Pod","version":"v1"}]""");
    }

    private static JsonElement Parse(OpenApiDocument document) => JsonElement.Parse(document.Body);

    private static JsonElement Schemas(JsonElement root) =>
        root.TryGetProperty("definitions", out var definitions) ? definitions : root.GetProperty("components").GetProperty("schemas");

    private static IEnumerable<JsonElement> Find(JsonElement element, string name, bool withOwner = false)
    {
        if (element.ValueKind == JsonValueKind.Array) return element.EnumerateArray().SelectMany(e => Find(e, name, withOwner));
        if (element.ValueKind != JsonValueKind.Object) return [];
        return element.EnumerateObject().SelectMany(p => p.Name == name ? [withOwner ? element : p.Value] : Find(p.Value, name, withOwner));
    }

    private IEnumerable<JsonElement> All() =>
        [Parse(_documents.Swagger), .. Parse(_documents.Index).GetProperty("paths").EnumerateObject().Select(p => Parse(_documents.Find(p.Name)!))];

    private static bool IsDescribed(JsonElement schema) => schema.TryGetProperty("description", out var text) && text.GetString() is { Length: > 0 };
}
