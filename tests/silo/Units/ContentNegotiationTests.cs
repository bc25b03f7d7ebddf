using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Tests.Silo;

public sealed class ContentNegotiationTests
{
    [Theory]
    [InlineData("application/json", "Object json")]
    [InlineData("*/*", "Object json, Object yaml, Object protobuf")]
    [InlineData("application/*;q=0.1, application/yaml", "Object yaml, Object json, Object protobuf")]
    [InlineData("*", "Object json, Object yaml, Object protobuf")]
    [InlineData("APPLICATION/JSON", "")]
    [InlineData("application/json;as=Table", "")]
    [InlineData("application/json;as=\"Table\";v=v1;g=meta.k8s.io", "")]
    [InlineData("application/json;stream=watch, application/yaml;stream=watch, application/json;stream=other", "Object json")]
    [InlineData("application/json;q=x, application/yaml;q=0.1", "Object yaml, Object json")]
    [InlineData("application/yaml;as=Table;v=v1;g=meta.k8s.io", "Table yaml v1")]
    [InlineData("application/yaml", "Object yaml")]
    [InlineData("application/vnd.kubernetes.protobuf, application/json", "Object json, Object protobuf")]
    [InlineData("application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io", "")]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "Table json v1, Object json")]
    [InlineData("application/json;as=Table;v=v7;g=meta.k8s.io,application/json", "Object json")]
    [InlineData("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", "PartialMetadata json v1")]
    [InlineData("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json", "AggregatedDiscovery json v2, Object json")]
    [InlineData("application/yaml;q=0.5, application/json;q=0.9", "Object json, Object yaml")]
    [InlineData("application/json;q=0", "Object json")]
    [InlineData("text/html", "")]
    [InlineData(";;,=;", "")]
    public void An_accept_header_names_forms_in_order_of_preference(string header, string expected) =>
        string.Join(", ", ContentNegotiation.Parse(header).Select(f => $"{f.Shape} {f.Medium.ToString().ToLowerInvariant()} {f.Version}".TrimEnd())).ShouldBe(expected);
}
