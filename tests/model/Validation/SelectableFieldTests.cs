using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Tests.Validation;

public sealed class SelectableFieldTests
{
    /// <summary>What a real API server of 1.33 answers.</summary>
    [Theory]
    [InlineData("", "jsonPath: Required value")]
    [InlineData("a", "jsonPath: Invalid value: \"a\": is an invalid path: expected [ or . but got: a")]
    [InlineData("10.0.0.1", "jsonPath: Invalid value: \"10.0.0.1\": is an invalid path: expected [ or . but got: 10")]
    [InlineData("..", "jsonPath: Invalid value: \"..\": is an invalid path: does not refer to a valid field")]
    [InlineData(".spec.t", "jsonPath: Invalid value: \".spec.t\": is an invalid path: does not refer to a valid field")]
    [InlineData(".spec['s']", "jsonPath: Invalid value: \".spec['s']\": is an invalid path: array notation is not allowed")]
    [InlineData(".spec", "jsonPath: Invalid value: \".spec\": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.")]
    public void A_path_that_leads_to_no_single_value_is_refused(string path, string expected) => Refusals(path).ShouldBe([$"spec.selectableFields[0].{expected}"]);

    [Fact]
    public void A_path_is_named_once() => Refusals(".spec.s", ".spec.s").ShouldBe(["spec.selectableFields[1].jsonPath: Duplicate value: \".spec.s\""]);

    [Fact]
    public void Values_of_the_schema_are_taken() => Refusals(".spec.s", ".spec.n").ShouldBeEmpty();

    private static string[] Refusals(params string[] paths)
    {
        var fields = string.Join(',', paths.Select(static p => $"{{\"jsonPath\":{JsonSerializer.Serialize(p)}}}"));
        var definition = JsonSerializer.Deserialize<CustomResourceDefinition>(
            """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"gadgets.example.com"},"status":{"storedVersions":["v1"]},
             "spec":{"group":"example.com","scope":"Cluster","names":{"plural":"gadgets","singular":"gadget","kind":"Gadget","listKind":"GadgetList"},
              "versions":[{"name":"v1","served":true,"storage":true,"selectableFields":[FIELDS],
               "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string"},"n":{"type":"integer"}}}}}}}]}}
            """.Replace("FIELDS", fields), KubeJson.Options)!;
        return [.. ResourceRegistry.BuiltIn.Of<CustomResourceDefinition>().ValidateCreate(definition).Select(static e => e.ToString())];
    }
}
