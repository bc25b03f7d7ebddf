using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

/// <summary>
/// Affinity between pods, both ways, as Kubernetes' own tests have it. Nodes a and b are in zone 1, x and y in zone 2; z has no zone. A term is
/// written <c>kind key label [namespace selector]</c>: <c>near</c> and <c>away</c> are required, <c>near5</c> and <c>away5</c> weigh 5.
/// </summary>
public sealed class NeighbourTableTests
{
    private static readonly string[] Five = ["a", "b", "x", "y", "z"];

    /// <summary>The terms of the pod, the others as <c>labels@node[: terms]</c>, and the nodes that suit a pod with app=web.</summary>
    [Theory]
    [InlineData("", "", "a b x y z")]
    [InlineData("near zone app=db", "", "")]
    [InlineData("near zone app=db", "app=db@a", "a b")]
    [InlineData("near host app=db", "app=db@a", "a")]
    [InlineData("near zone app=web", "", "a b x y")]
    [InlineData("near zone app=web", "app=web@z", "a b x y")]
    [InlineData("near host app=web", "app=web@z", "z")]
    [InlineData("near zone app=db, near host app=db", "app=db@a", "a")]
    [InlineData("near zone app=db, near zone tier=one", "app=db@a; tier=one@a", "")]
    [InlineData("near zone app=db, near zone tier=one", "app=db tier=one@a", "a b")]
    [InlineData("near zone app=web, near zone app=db", "", "")]
    [InlineData("away zone app=db", "app=db@a", "x y z")]
    [InlineData("away host app=db", "app=db@a", "b x y z")]
    [InlineData("away zone app=db", "app=db@z", "a b x y z")]
    [InlineData("away host app=db, away zone tier=one", "app=db@x; tier=one@a", "y z")]
    [InlineData("near zone app=db, away host app=web", "app=db@a; app=web@b", "a")]
    [InlineData("", "app=db@a: away zone app=web", "x y z")]
    [InlineData("", "app=db@a: away zone app=other", "a b x y z")]
    [InlineData("", "app=db@a: away zone app=web; app=db@x: away host app=web", "y z")]
    [InlineData("", "app=db@z: away zone app=web", "a b x y z")]
    [InlineData("near host app=db", "app=db@a: away zone app=web; app=db@x", "x")]
    [InlineData("near zone !", "app=db@a", "")]
    [InlineData("away zone !", "app=db@a", "a b x y z")]
    [InlineData("near zone *", "app=db@a", "a b")]
    public void Required_terms_leave_these_nodes(string terms, string others, string suitable)
    {
        var refused = Filled(others).Plan(Pod("p", terms, "app=web")).Report.Rejections.Select(static r => r.Node.Name).ToHashSet();
        string.Join(' ', Five.Where(name => !refused.Contains(name))).ShouldBe(suitable);
    }

    /// <summary>The terms of the pod (of the namespace <c>default</c>, which has team=red), where the other pod with app=db is, and the nodes that suit. Namespace blue has team=blue.</summary>
    [Theory]
    [InlineData("near host app=db", "default", "a")]
    [InlineData("near host app=db", "blue", "")]
    [InlineData("near host app=db team=blue", "blue", "a")]
    [InlineData("near host app=db team=blue", "default", "")]
    [InlineData("near host app=db *", "blue", "a")]
    [InlineData("near host app=db *", "default", "a")]
    [InlineData("near host app=db =blue", "blue", "a")]
    [InlineData("near host app=db =blue", "default", "")]
    [InlineData("away host app=db team=blue", "blue", "b x y z")]
    [InlineData("away host app=db team=blue", "default", "a b x y z")]
    public void A_term_speaks_of_the_namespaces_that_it_selects(string terms, string space, string suitable)
    {
        var cluster = Filled("");
        cluster.Model.PutNamespace("default", Make.Labels("team=red"));
        cluster.Model.PutNamespace("blue", Make.Labels("team=blue"));
        var other = Pod("other", "", "app=db").Pod;
        cluster.Running(new PodDemand(other with { Metadata = other.Metadata with { Namespace = space } }), "a");
        var refused = cluster.Plan(Pod("p", terms, "app=web")).Report.Rejections.Select(static r => r.Node.Name).ToHashSet();
        string.Join(' ', Five.Where(name => !refused.Contains(name))).ShouldBe(suitable);
    }

    /// <summary>The terms of the pod, the others, and the scores of a, b, x, y and z; nothing where there is no preference.</summary>
    [Theory]
    [InlineData("", "app=db@a", "")]
    [InlineData("near5 zone app=db", "", "")]
    [InlineData("near5 zone app=db", "app=db@a", "100 100 0 0 0")]
    [InlineData("near5 host app=db", "app=db@a", "100 0 0 0 0")]
    [InlineData("away5 zone app=db", "app=db@a", "0 0 100 100 100")]
    [InlineData("near5 zone app=db", "app=db@a; app=db@a; app=db@x", "100 100 50 50 0")]
    [InlineData("near5 zone app=db, away2 host app=noise", "app=db@a; app=noise@b", "100 60 0 0 0")]
    [InlineData("near8 zone app=db, near2 host tier=one", "app=db@a; tier=one@x", "100 100 25 0 0")]
    [InlineData("near5 zone app=db, away5 zone app=db", "app=db@a", "")]
    [InlineData("near5 zone app=db", "app=db@z", "")]
    [InlineData("", "app=db@y: near zone app=web", "0 0 100 100 0")]
    [InlineData("", "app=db@y: near5 zone app=web; app=db@a: near zone app=web", "20 20 100 100 0")]
    [InlineData("", "app=db@a: away5 zone app=web", "0 0 100 100 100")]
    [InlineData("", "app=db@a: near5 zone app=other", "")]
    [InlineData("near5 host app=db", "app=db@a; app=x@y: away5 host app=web", "100 50 50 0 50")]
    public void Preferred_terms_score_so(string terms, string others, string expected)
    {
        var cluster = Filled(others);
        var scores = new double[Five.Length];
        var has = new PreferredNeighbours().Score(Pod("p", terms, "app=web"), cluster.Model.Nodes, cluster.Model, scores);
        (has ? string.Join(' ', scores.Select(Math.Floor)) : "").ShouldBe(expected);
    }

    private static Cluster Filled(string others)
    {
        var cluster = new Cluster();
        foreach (var (i, name) in Five.Index()) cluster.Node(name, labels: name == "z" ? [$"host={name}"] : [$"host={name}", $"zone={(i < 2 ? 1 : 2)}"]);
        foreach (var (i, other) in others.Split("; ", StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var parts = other.Split(": ");
            var (labels, node) = (parts[0].Split('@')[0].Split(' '), parts[0].Split('@')[1]);
            cluster.Running(Pod($"o{i}", parts.ElementAtOrDefault(1) ?? "", labels), node);
        }

        return cluster;
    }

    private static PodDemand Pod(string name, string terms, params string[] labels)
    {
        var all = terms.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(static term => term.Split(' ')).ToArray();
        return Cluster.Pod(name, labels: labels, spec: p => p with
        {
            Affinity = new Affinity
            {
                PodAffinity = new PodAffinity { RequiredDuringSchedulingIgnoredDuringExecution = Required("near"), PreferredDuringSchedulingIgnoredDuringExecution = Preferred("near") },
                PodAntiAffinity = new PodAntiAffinity { RequiredDuringSchedulingIgnoredDuringExecution = Required("away"), PreferredDuringSchedulingIgnoredDuringExecution = Preferred("away") },
            },
        });

        PodAffinityTerm[] Required(string kind) => [.. all.Where(term => term[0] == kind).Select(Term)];

        WeightedPodAffinityTerm[] Preferred(string kind) =>
        [
            .. all.Where(term => term[0].StartsWith(kind, StringComparison.Ordinal) && term[0] != kind)
                .Select(term => new WeightedPodAffinityTerm { Weight = int.Parse(term[0][kind.Length..]), PodAffinityTerm = Term(term) }),
        ];
    }

    /// <summary>A selector of <c>!</c> is none, of <c>*</c> an empty one; namespaces are selected by a label, by all (<c>*</c>) or named (<c>=blue</c>).</summary>
    private static PodAffinityTerm Term(string[] term) => new()
    {
        TopologyKey = term[1], LabelSelector = Selector(term[2]),
        NamespaceSelector = term.ElementAtOrDefault(3) is { } spaces && !spaces.StartsWith('=') ? Selector(spaces) : null,
        Namespaces = term.ElementAtOrDefault(3) is ['=', .. var name] ? [name] : [],
    };

    private static LabelSelector? Selector(string text) => text switch { "!" => null, "*" => new LabelSelector(), _ => Make.Selector(text) };
}
