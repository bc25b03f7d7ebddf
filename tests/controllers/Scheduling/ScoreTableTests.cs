using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model.Core;
using NodeAffinity = Orleans.Kube.Model.Core.NodeAffinity;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

/// <summary>How well nodes suit by labels, taints and images, as Kubernetes' own tests have it. Nodes are apart by bars; nothing where there is no preference.</summary>
public sealed class ScoreTableTests
{
    /// <summary>The labels of each node, the terms as <c>weight:label,label</c>, and the scores.</summary>
    [Theory]
    [InlineData("foo=bar|key=value|az=az1", "", "")]
    [InlineData("foo=bar|key=value|az=az1", "2:foo=bar", "100 0 0")]
    [InlineData("abc=x|key=value|az=az1", "2:foo=bar", "")]
    [InlineData("foo=bar|foo=bar key=value az=az1|key=value", "2:foo=bar 4:key=value 5:foo=bar,key=value,az=az1", "18 100 36")]
    [InlineData("foo=bar|foo=bar|key=value", "1:foo=bar 1:foo=bar 1:key=value", "100 100 50")]
    [InlineData("foo=bar|key=value|", "0:foo=bar", "")]
    public void Preferred_labels_score_so(string nodes, string terms, string scores)
    {
        var cluster = Nodes(nodes, static (name, text) => new Cluster().Node(name, labels: Words(text)));
        PreferredSchedulingTerm[] preferred = [.. Words(terms).Select(static term => new PreferredSchedulingTerm
        {
            Weight = int.Parse(term.Split(':')[0]),
            Preference = new NodeSelectorTerm
            {
                MatchExpressions = [.. term.Split(':')[1].Split(',').Select(static label => new NodeSelectorRequirement { Key = label.Split('=')[0], Operator = "In", Values = [label.Split('=')[1]] })],
            },
        })];
        var affinity = new Affinity { NodeAffinity = new NodeAffinity { PreferredDuringSchedulingIgnoredDuringExecution = preferred } };
        Scores(new PreferredNodes(), cluster, Cluster.Pod(spec: p => p with { Affinity = affinity })).ShouldBe(scores);
    }

    /// <summary>The taints of each node and the tolerations as <c>key=value:effect</c>, and the scores.</summary>
    [Theory]
    [InlineData("foo=bar:PreferNoSchedule|foo=blah:PreferNoSchedule", "foo=bar:PreferNoSchedule", "100 0")]
    [InlineData("|cpu=a:PreferNoSchedule|cpu=a:PreferNoSchedule disk=b:PreferNoSchedule", "cpu=a:PreferNoSchedule disk=b:PreferNoSchedule", "")]
    [InlineData("|cpu=a:PreferNoSchedule|cpu=a:PreferNoSchedule disk=b:PreferNoSchedule", "foo=bar:PreferNoSchedule", "100 50 0")]
    [InlineData("|cpu=a:NoSchedule disk=b:NoSchedule|cpu=a:PreferNoSchedule disk=b:PreferNoSchedule", "", "100 100 0")]
    [InlineData("|cpu=a:PreferNoSchedule", "", "100 0")]
    [InlineData("|cpu=a:PreferNoSchedule", "cpu=a:NoSchedule", "100 0")]
    [InlineData("|cpu=a:PreferNoSchedule", "cpu=a:", "")]
    public void Taints_that_discourage_score_so(string nodes, string tolerations, string scores)
    {
        var cluster = Nodes(nodes, static (name, text) => new Cluster().Node(name, taints: [.. Words(text).Select(static t => new Taint { Key = Part(t).Key, Value = Part(t).Value, Effect = Part(t).Effect })]));
        Toleration[] tolerated = [.. Words(tolerations).Select(static t => new Toleration { Key = Part(t).Key, Operator = "Equal", Value = Part(t).Value, Effect = Part(t).Effect })];
        Scores(new PreferredTaints(), cluster, Cluster.Pod(spec: p => p with { Tolerations = tolerated })).ShouldBe(scores);

        static (string Key, string Value, string Effect) Part(string text) => (text.Split('=', ':')[0], text.Split('=', ':')[1], text.Split('=', ':')[2]);
    }

    /// <summary>The images of each node with their sizes in MiB, those of the pod (those of init containers after a plus), and the scores.</summary>
    [Theory]
    [InlineData("gcr.io/40:latest=40 gcr.io/300:latest=300 gcr.io/2000:latest=2000|gcr.io/250:latest=250 gcr.io/10:latest=10", "gcr.io/40 gcr.io/250", "0 5")]
    [InlineData("gcr.io/40:latest=40 gcr.io/300:latest=300 gcr.io/2000:latest=2000|gcr.io/250:latest=250 gcr.io/10:latest=10", "gcr.io/40 gcr.io/300", "7 0")]
    [InlineData("gcr.io/40:latest=40 gcr.io/300:latest=300 gcr.io/2000:latest=2000|gcr.io/250:latest=250 gcr.io/10:latest=10", "gcr.io/10 gcr.io/2000", "49 0")]
    [InlineData("gcr.io/40:latest=40 gcr.io/300:latest=300 gcr.io/2000:latest=2000|gcr.io/250:latest=250 gcr.io/10:latest=10", "gcr.io/2000", "100 0")]
    [InlineData("gcr.io/40:latest=40 gcr.io/300:latest=300 gcr.io/2000:latest=2000|gcr.io/250:latest=250 gcr.io/10:latest=10|", "gcr.io/10 gcr.io/2000", "32 0 0")]
    [InlineData("a:1=600|a:1=600|", "a:1", "38 38 0")]
    [InlineData("a:1=600|", "+a:1", "28 0")]
    [InlineData("a:1=600|", "a:1 +b:1", "14 0")]
    [InlineData("a:1=600|", "a:2", "")]
    [InlineData("registry:5000/a:latest=600|", "registry:5000/a", "28 0")]
    public void Images_that_are_there_score_so(string nodes, string images, string scores)
    {
        var cluster = Nodes(nodes, static (name, text) => new Cluster().Node(name, with: node => node with
        {
            Status = node.Status with { Images = [.. Words(text).Select(static image => new ContainerImage { Names = [image.Split('=')[0]], SizeBytes = long.Parse(image.Split('=')[1]) << 20 })] },
        }));
        var pod = Cluster.Pod(spec: p => p with
        {
            Containers = [.. Words(images).Where(static image => image[0] != '+').Select(static image => new Container { Name = "c", Image = image })],
            InitContainers = [.. Words(images).Where(static image => image[0] == '+').Select(static image => new Container { Name = "i", Image = image[1..] })],
        });
        Scores(new ImageLocality(), cluster, pod).ShouldBe(scores);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Cluster Nodes(string nodes, Func<string, string, Cluster> make)
    {
        var cluster = new Cluster();
        foreach (var (i, text) in nodes.Split('|').Index()) cluster.Model.Put(make($"n{i}", text).Model.Nodes.Single().Node);
        return cluster;
    }

    private static string Scores(INodeScore score, Cluster cluster, PodDemand pod)
    {
        var scores = new double[cluster.Model.Nodes.Count];
        return score.Score(pod, cluster.Model.Nodes, cluster.Model, scores) ? string.Join(' ', scores.Select(Math.Floor)) : "";
    }
}
