using System.Text;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Policy;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Tests.Patch;

public class StrategicMergePatchTests
{
    [Theory]
    [InlineData("lists merge by key",
        """{"spec":{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"}]},{"name":"b","image":"1"}]}}""",
        """{"spec":{"containers":[{"name":"a","image":"2","env":[{"name":"Y","value":"2"}]}]}}""",
        """{"spec":{"containers":[{"name":"a","image":"2","env":[{"name":"Y","value":"2"},{"name":"X","value":"1"}]},{"name":"b","image":"1"}]}}""")]
    [InlineData("a new entry comes first",
        """{"spec":{"containers":[{"name":"a"}]}}""",
        """{"spec":{"containers":[{"name":"b"}]}}""",
        """{"spec":{"containers":[{"name":"b"},{"name":"a"}]}}""")]
    [InlineData("an entry is deleted by its key",
        """{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""",
        """{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""",
        """{"spec":{"containers":[{"name":"b"}]}}""")]
    [InlineData("a list is replaced",
        """{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b"}]}}""",
        """{"spec":{"containers":[{"$patch":"replace"},{"name":"a"}]}}""",
        """{"spec":{"containers":[{"name":"a"}]}}""")]
    [InlineData("a map is replaced",
        """{"metadata":{"labels":{"a":"1"}}}""",
        """{"metadata":{"labels":{"$patch":"replace","b":"2"}}}""",
        """{"metadata":{"labels":{"b":"2"}}}""")]
    [InlineData("null removes",
        """{"metadata":{"labels":{"a":"1","b":"2"}}}""",
        """{"metadata":{"labels":{"a":null}}}""",
        """{"metadata":{"labels":{"b":"2"}}}""")]
    [InlineData("lists without a key are replaced",
        """{"spec":{"tolerations":[{"key":"a"}]}}""",
        """{"spec":{"tolerations":[{"key":"b"}]}}""",
        """{"spec":{"tolerations":[{"key":"b"}]}}""")]
    [InlineData("scalars merge as a set",
        """{"metadata":{"finalizers":["a","b"]}}""",
        """{"metadata":{"finalizers":["b","c"]}}""",
        """{"metadata":{"finalizers":["a","b","c"]}}""")]
    [InlineData("scalars are deleted from a set",
        """{"metadata":{"finalizers":["a","b"]}}""",
        """{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}""",
        """{"metadata":{"finalizers":["b"]}}""")]
    [InlineData("retained keys are kept and others go",
        """{"spec":{"volumes":[{"name":"v","emptyDir":{},"hostPath":{"path":"/x"}}]}}""",
        """{"spec":{"volumes":[{"$retainKeys":["name","configMap"],"name":"v","configMap":{"name":"c"}}]}}""",
        """{"spec":{"volumes":[{"name":"v","configMap":{"name":"c"}}]}}""")]
    [InlineData("the order asked for holds, what it doesn't name keeps its place",
        """{"spec":{"containers":[{"name":"a"},{"name":"x"},{"name":"b"}]}}""",
        """{"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"b"},{"name":"a"}],"containers":[{"name":"c"}]}}""",
        """{"spec":{"containers":[{"name":"c"},{"name":"x"},{"name":"b"},{"name":"a"}]}}""")]
    [InlineData("an order alone sorts",
        """{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""",
        """{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}}""",
        """{"spec":{"containers":[{"name":"b"},{"name":"a"}]}}""")]
    [InlineData("unknown fields merge as they are",
        """{"spec":{"foo":{"a":1}}}""",
        """{"spec":{"foo":{"b":[2]}}}""",
        """{"spec":{"foo":{"a":1,"b":[2]}}}""")]
    [InlineData("directives in something new leave no trace",
        """{"spec":{}}""",
        """{"spec":{"containers":[{"name":"a","ports":[{"containerPort":1,"$patch":"delete"}]}],"$setElementOrder/containers":[{"name":"a"}]}}""",
        """{"spec":{"containers":[{"name":"a","ports":[]}]}}""")]
    public void The_patch_merges_as_the_schema_says(string rule, string current, string patch, string expected) =>
        Apply(typeof(Pod), current, patch).ShouldBe(JsonNode.Parse(expected)!.ToJsonString(), rule);

    [Fact]
    public void Kubectl_rollout_changes_the_strategy_with_retained_keys() =>
        Apply(typeof(Deployment),
            """{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}}""",
            """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}""")
            .ShouldBe("""{"spec":{"strategy":{"type":"Recreate"}}}""");

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"x"}]}}""", "map: map[image:x] does not contain declared merge key: name")]
    [InlineData("""{"spec":{"$patch":"sing"}}""", "unknown patch type: sing in map: map[$patch:sing]")]
    [InlineData("""{"spec":{"containers":[{"name":"a","$patch":"sing"}]}}""", "unknown patch type: sing in map: map[$patch:sing name:a]")]
    public void A_patch_that_cannot_be_merged_is_refused_as_by_Kubernetes(string patch, string message)
    {
        var failure = Should.Throw<StatusException>(() => Apply(typeof(Pod), """{"spec":{"containers":[{"name":"a"}]}}""", patch));
        (failure.Code, failure.Reason, failure.Message).ShouldBe((400, "BadRequest", message));
    }

    [Theory]
    [InlineData("""{"spec":{"volumes":[{"name":"v","$retainKeys":["x"]}]}}""", "retainKeys list doesn't contain all fields present in the patch")]
    public void A_malformed_patch_is_a_bad_request(string patch, string message)
    {
        var failure = Should.Throw<StatusException>(() => Apply(typeof(Pod), """{"spec":{"containers":[{"name":"a"}]}}""", patch));
        (failure.Code, failure.Message).ShouldBe((400, message));
    }

    [Fact]
    public void A_type_without_a_schema_takes_no_such_patch() =>
        Should.Throw<StatusException>(() => ObjectPatch.Apply(null, "{}"u8, PatchKind.StrategicMerge, "{}"u8)).Code.ShouldBe(415);

    [Fact]
    public void The_selector_of_a_budget_is_replaced() =>
        Apply(typeof(PodDisruptionBudget), """{"spec":{"selector":{"matchLabels":{"a":"1"}}}}""", """{"spec":{"selector":{"matchLabels":{"b":"2"}}}}""")
            .ShouldBe("""{"spec":{"selector":{"matchLabels":{"b":"2"}}}}""");

    private static string Apply(Type type, string current, string patch) => Encoding.UTF8.GetString(
        ObjectPatch.Apply(TypeSchema.Of(type), Encoding.UTF8.GetBytes(current), PatchKind.StrategicMerge, Encoding.UTF8.GetBytes(patch)));
}
