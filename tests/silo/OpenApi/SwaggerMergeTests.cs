using System.Text.Json.Nodes;
using Orleans.Kube.Silo.OpenApi;

namespace Orleans.Kube.Silo.Tests.OpenApi;

public sealed class SwaggerMergeTests
{
    [Fact]
    public void Paths_come_with_all_that_they_refer_to_and_nothing_else()
    {
        var merged = Merge("""{"paths":{"/a":{}},"definitions":{"Old":{}}}""",
            """{"paths":{"/apis/g/x":{"$ref":"#/definitions/One"},"/apis/other/x":{"$ref":"#/definitions/Three"},"/a":{"b":1}},"definitions":{"One":{"p":{"$ref":"#/definitions/Two"}},"Two":{},"Three":{}}}""");

        merged.ShouldBe("""{"paths":{"/a":{},"/apis/g/x":{"$ref":"#/definitions/One"}},"definitions":{"Old":{},"One":{"p":{"$ref":"#/definitions/Two"}},"Two":{}}}""");
    }

    [Fact]
    public void Another_schema_of_the_same_name_gets_a_name_of_its_own()
    {
        var merged = Merge("""{"paths":{},"definitions":{"One":{"type":"string"},"One_v2":{"type":"number"},"Same":{"type":"x"}},"parameters":{"p":{"in":"query"}}}""",
            """{"paths":{"/apis/g/x":[{"$ref":"#/definitions/One"},{"$ref":"#/definitions/Same"},{"$ref":"#/parameters/p"}]},"definitions":{"One":{"type":"object","of":{"$ref":"#/definitions/One"}},"Same":{"type":"x"}},"parameters":{"p":{"in":"path"}}}""");

        var result = JsonNode.Parse(merged)!;
        result["paths"]!["/apis/g/x"]!.ToJsonString().ShouldBe("""[{"$ref":"#/definitions/One_v3"},{"$ref":"#/definitions/Same"},{"$ref":"#/parameters/p_v2"}]""");
        result["definitions"]!["One_v3"]!.ToJsonString().ShouldBe("""{"type":"object","of":{"$ref":"#/definitions/One_v3"}}""");
        result["definitions"]!["One"]!.ToJsonString().ShouldBe("""{"type":"string"}""");
    }

    [Fact]
    public void A_name_that_the_other_server_has_itself_is_not_taken()
    {
        var merged = Merge("""{"paths":{},"definitions":{"One":{"type":"string"}}}""",
            """{"paths":{"/apis/g/x":[{"$ref":"#/definitions/One"},{"$ref":"#/definitions/One_v2"}]},"definitions":{"One":{"type":"object"},"One_v2":{"type":"array"}}}""");

        JsonNode.Parse(merged)!["definitions"]!.ToJsonString().ShouldBe("""{"One":{"type":"string"},"One_v3":{"type":"object"},"One_v2":{"type":"array"}}""");
    }

    [Fact]
    public void Schemas_that_differ_in_their_kinds_alone_are_one()
    {
        var merged = Merge("""{"paths":{},"definitions":{"W":{"type":"object","x-kubernetes-group-version-kind":[{"group":"a"}]}}}""",
            """{"paths":{"/apis/g/x":{"$ref":"#/definitions/W"}},"definitions":{"W":{"type":"object","x-kubernetes-group-version-kind":[{"group":"a"},{"group":"g"}]}}}""");

        JsonNode.Parse(merged)!["definitions"]!.ToJsonString().ShouldBe("""{"W":{"type":"object","x-kubernetes-group-version-kind":[{"group":"a"},{"group":"g"}]}}""");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"paths":{"/apis/g/x":{"$ref":"#/definitions/None"},"/apis/g/y":{"$ref":"elsewhere"}}}""")]
    public void A_document_that_lacks_what_it_names_does_no_harm(string source) => Should.NotThrow(() => Merge("""{"paths":{},"definitions":{}}""", source));

    private static string Merge(string target, string source)
    {
        var (merged, other) = (JsonNode.Parse(target)!.AsObject(), JsonNode.Parse(source)!.AsObject());
        SwaggerMerge.Add(merged, other, "/apis/g/");
        return merged.ToJsonString();
    }
}
