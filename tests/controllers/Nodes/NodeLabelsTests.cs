using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Nodes;

public sealed class NodeLabelsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("kubernetes.io/os=linux", "beta.kubernetes.io/os=linux")]
    [InlineData("kubernetes.io/os=linux,beta.kubernetes.io/os=linux", "")]
    [InlineData("kubernetes.io/arch=arm64,beta.kubernetes.io/arch=amd64", "beta.kubernetes.io/arch=arm64")]
    [InlineData("beta.kubernetes.io/os=linux", "")]
    public void The_earlier_name_says_what_the_later_one_does(string labels, string missing) =>
        string.Join(',', NodeLabels.Missing(Node(labels)).Select(static l => $"{l.Key}={l.Value}")).ShouldBe(missing);

    private static Node Node(string labels) => new()
    {
        Metadata = new ObjectMeta { Labels = labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split('=')).ToDictionary(static l => l[0], static l => l[1]) },
    };
}
