using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Tests.Validation;

/// <summary>What a pod's view <c>resize</c> lets change, and what an API server of 1.33 says of the rest.</summary>
public sealed class PodResizeTests
{
    private const string Old = """
        {'metadata':{'name':'p','namespace':'d'},'spec':{
          'initContainers':[
            {'name':'setup','image':'i','resources':{'requests':{'cpu':'100m'}}},
            {'name':'proxy','image':'i','restartPolicy':'Always','resources':{'requests':{'cpu':'100m'}}}],
          'containers':[
            {'name':'a','image':'i','resources':{'requests':{'cpu':'100m','memory':'1Mi'},'limits':{'memory':'2Mi'}}},
            {'name':'b','image':'i','resizePolicy':[{'resourceName':'memory','restartPolicy':'RestartContainer'}],'resources':{'requests':{'memory':'1Mi'},'limits':{'memory':'2Mi'}}},
            {'name':'c','image':'i','resources':{'requests':{'cpu':'1'}}}]}}
        """;

    [Theory]
    [InlineData("'requests':{'cpu':'100m'", "'requests':{'cpu':'200m'", "spec: Forbidden: resources for non-sidecar init containers are immutable")]
    [InlineData("'memory':'1Mi'},'limits':{'memory':'2Mi'}}},\n    {'name':'b'", "'memory':'1Mi'},'limits':{'memory':'1Mi'}}},\n    {'name':'b'",
        "spec.containers[0].resources.limits[memory]: Forbidden: memory limits cannot be decreased unless resizePolicy is RestartContainer")]
    [InlineData("'requests':{'cpu':'1'}", "'requests':{'cpu':'1'},'limits':{'memory':'2Mi'}",
        "spec.containers[2].resources.limits[memory]: Forbidden: memory limits cannot be added unless resizePolicy is RestartContainer")]
    [InlineData("'cpu':'100m','memory':'1Mi'", "'memory':'1Mi'", "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed")]
    [InlineData(",'limits':{'memory':'2Mi'}}},\n    {'name':'b'", "}},\n    {'name':'b'", "spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed")]
    [InlineData("'requests':{'cpu':'1'}", "'requests':{'cpu':'1','ephemeral-storage':'1Gi'}", "spec: Forbidden: only cpu and memory resources are mutable")]
    [InlineData("'RestartContainer'", "'NotRequired'", "spec: Forbidden: only cpu and memory resources are mutable")]
    [InlineData("'name':'c'", "'name':'d'", "spec.containers[2].name: Forbidden: containers may not be renamed or reordered on resize")]
    [InlineData(",\n    {'name':'c','image':'i','resources':{'requests':{'cpu':'1'}}}", "", "spec.containers: Forbidden: containers may not be added or removed on resize")]
    [InlineData("'name':'setup'", "'name':'set'", "spec.initContainers[0].name: Forbidden: initContainers may not be renamed or reordered on resize")]
    public void What_may_not_change_is_refused(string part, string changed, string refusal)
    {
        var text = Old;
        text.ShouldContain(part);
        Refusals(text, text[..text.IndexOf(part, StringComparison.Ordinal)] + changed + text[(text.IndexOf(part, StringComparison.Ordinal) + part.Length)..]).ShouldBe([refusal]);
    }

    [Theory]
    [InlineData("'restartPolicy':'Always','resources':{'requests':{'cpu':'100m'}", "'restartPolicy':'Always','resources':{'requests':{'cpu':'200m'}")]
    [InlineData("'cpu':'100m','memory':'1Mi'},'limits':{'memory':'2Mi'}", "'cpu':'1m','memory':'2Mi'},'limits':{'memory':'3Mi','cpu':'1'}")]
    [InlineData("'RestartContainer'}],'resources':{'requests':{'memory':'1Mi'},'limits':{'memory':'2Mi'}", "'RestartContainer'}],'resources':{'requests':{'memory':'1Mi'},'limits':{'memory':'1Mi'}")]
    [InlineData("'image':'i'", "'image':'other'")]
    public void What_may_change_does_and_the_rest_is_as_it_was(string part, string changed)
    {
        Old.ShouldContain(part);
        var (old, value) = (Parse(Old), Parse(Old.Replace(part, changed)));
        Refusals(old, value).ShouldBeEmpty();
        ((Pod)View.Prepare!(value, old)).Spec.Containers.ShouldAllBe(static c => c.Image == "i");
    }

    [Theory]
    [InlineData("'spec':{", "'spec':{'resources':{'requests':{'cpu':'2'}},", "[]: Forbidden: pods with pod-level resources cannot be resized")]
    [InlineData("'namespace':'d'", "'namespace':'d','annotations':{'kubernetes.io/config.mirror':'x'}", "[]: Forbidden: static pods cannot be resized")]
    [InlineData("'spec':{", "'spec':{'os':{'name':'windows'},", "[]: Forbidden: windows pods cannot be resized")]
    [InlineData("'spec':{", "'status':{'containerStatuses':[{'name':'a','state':{'running':{}}}]},'spec':{", "spec: Forbidden: Pod running on node without support for resize")]
    [InlineData("'spec':{", "'status':{'qosClass':'Guaranteed'},'spec':{", "spec: Invalid value: \"Guaranteed\": Pod QOS Class may not change as a result of resizing")]
    public void Some_pods_are_not_resized_at_all(string part, string changed, string refusal)
    {
        var text = Old.Replace(part, changed);
        Refusals(text, text.Replace("'cpu':'1'", "'cpu':'2'")).ShouldBe([refusal]);
    }

    private static Subresource View => ResourceRegistry.BuiltIn.Of<Pod>().View("resize")!;

    private static IReadOnlyList<string> Refusals(string old, string value) => Refusals(Parse(old), Parse(value));

    private static IReadOnlyList<string> Refusals(Pod old, Pod value) => [.. View.Validate!(View.Prepare!(value, old), old).Select(static e => e.ToString())];

    private static Pod Parse(string json) => (Pod)ResourceRegistry.BuiltIn.Of<Pod>().Default(JsonSerializer.Deserialize<Pod>(json.Replace('\'', '"'), KubeJson.Options)!);
}
