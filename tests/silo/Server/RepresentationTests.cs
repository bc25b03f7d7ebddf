namespace Orleans.Kube.Tests.Silo;

/// <summary>What a client gets instead of the objects when it asks for another form of them.</summary>
public sealed class RepresentationTests(ApiServerFixture server)
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task A_scale_is_printed_and_cut_down_like_any_object()
    {
        var path = $"/apis/apps/v1/namespaces/{await server.NamespaceAsync()}/replicasets";
        await _api.PostAsync(path, """
            {"metadata":{"name":"web"},"spec":{"replicas":3,"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{"schedulingGates":[{"name":"never/opened"}],"containers":[{"name":"c","image":"i"}]}}}}
            """);

        var table = await _api.GetAsync(path + "/web/scale", Table);
        table.Json["columnDefinitions"]!.AsArray().Select(static c => (string)c!["name"]!).ShouldBe(["Name", "Desired", "Available", "Age"]);
        table.Json["rows"]![0]!["cells"]!.AsArray().Take(2).Select(static c => c!.ToString()).ShouldBe(["web", "3"]);
        table.Text("rows.0.object.kind").ShouldBe("PartialObjectMetadata");
        var part = await _api.GetAsync(path + "/web/scale", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");
        (part.Text("kind"), part.Text("apiVersion"), part.Text("metadata.name"), part.Json["spec"]).ShouldBe(("PartialObjectMetadata", "meta.k8s.io/v1", "web", null));
        var list = await _api.GetAsync(path + "/web/scale", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
        (list.Code, list.Message).ShouldBe((406, "you requested PartialObjectMetadataList, but the requested object is not a list (*autoscaling.Scale)"));
    }
}
