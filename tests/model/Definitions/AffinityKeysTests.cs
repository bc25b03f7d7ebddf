using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Tests.Definitions;

/// <summary>Label keys of a pod's affinity, as Kubernetes' own tests have them. The pod has the labels app=web and tier=front.</summary>
public sealed class AffinityKeysTests
{
    private const string Required = "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]";

    /// <summary>The keys to match and not to match, the selector, and what is demanded beside its labels in the end.</summary>
    [Theory]
    [InlineData("", "", "{}", "")]
    [InlineData("app", "", "{}", "app In web")]
    [InlineData("", "app", "{}", "app NotIn web")]
    [InlineData("app", "tier", "{}", "app In web, tier NotIn front")]
    [InlineData("gone", "", "{}", "")]
    [InlineData("app", "", "{'matchExpressions':[{'key':'tier','operator':'Exists'}]}", "tier Exists , app In web")]
    public void They_become_part_of_the_selector(string keys, string others, string selector, string demanded)
    {
        foreach (var (kind, required) in (IEnumerable<(string, bool)>)[("podAffinity", true), ("podAffinity", false), ("podAntiAffinity", true), ("podAntiAffinity", false)])
        {
            var affinity = Sample.Created<Pod>(Pod(kind, required, Term(keys, others, selector))).Spec.Affinity.ShouldNotBeNull();
            Text(Terms(affinity).ShouldHaveSingleItem().LabelSelector!).ShouldBe(demanded);
        }
    }

    [Theory]
    [InlineData("app", "", "{'matchLabels':{'app':'web'}}", Required + "[0]: Invalid value: \"app\": exists in both matchLabelKeys and labelSelector")]
    [InlineData("tier,app", "", "{'matchExpressions':[{'key':'app','operator':'Exists'}]}", Required + "[1]: Invalid value: \"app\": exists in both matchLabelKeys and labelSelector")]
    [InlineData("app", "app", "{}", Required + "[0]: Invalid value: \"app\": exists in both matchLabelKeys and labelSelector",
        Required + ".matchLabelKeys[0]: Invalid value: \"app\": exists in both matchLabelKeys and mismatchLabelKeys")]
    [InlineData("app", "", "null", Required + ".matchLabelKeys: Forbidden: must not be specified when labelSelector is not set")]
    [InlineData("gone", "", "{'matchLabels':{'gone':'x'}}")]
    [InlineData("", "app", "{'matchLabels':{'app':'web'}}")]
    public void One_stands_in_one_place(string keys, string others, string selector, params string[] errors) =>
        Sample.CreateErrors(Pod("podAffinity", true, Term(keys, others, selector))).ShouldBe(errors);

    [Fact]
    public void A_template_keeps_them_as_they_are()
    {
        var term = Term("app", "", "{}");
        var json = Sample.Quoted(Sample.Deployment().Replace("\"containers\":", $"'affinity':{{'podAffinity':{{'requiredDuringSchedulingIgnoredDuringExecution':[{term}]}}}},'containers':", StringComparison.Ordinal));
        var affinity = Sample.Created<Apps.Deployment>(json).Spec.Template.Spec.Affinity.ShouldNotBeNull();
        Terms(affinity).ShouldHaveSingleItem().LabelSelector!.MatchExpressions.ShouldBeEmpty();
    }

    private static string Term(string keys, string others, string selector) => $"{{'topologyKey':'zone','labelSelector':{selector},'matchLabelKeys':[{List(keys)}],'mismatchLabelKeys':[{List(others)}]}}";

    private static string List(string keys) => string.Join(',', keys.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static key => $"'{key}'"));

    private static string Pod(string kind, bool required, string term)
    {
        var terms = required ? $"'requiredDuringSchedulingIgnoredDuringExecution':[{term}]" : $"'preferredDuringSchedulingIgnoredDuringExecution':[{{'weight':1,'podAffinityTerm':{term}}}]";
        return Sample.Pod($"'affinity':{{'{kind}':{{{terms}}}}}").Replace("\"namespace\":\"default\"", "\"namespace\":\"default\",\"labels\":{\"app\":\"web\",\"tier\":\"front\"}", StringComparison.Ordinal);
    }

    private static IEnumerable<PodAffinityTerm> Terms(Affinity affinity) =>
    [
        .. affinity.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [],
        .. affinity.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution.Select(static t => t.PodAffinityTerm) ?? [],
        .. affinity.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [],
        .. affinity.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution.Select(static t => t.PodAffinityTerm) ?? [],
    ];

    private static string Text(LabelSelector selector) => string.Join(", ", selector.MatchExpressions.Select(static e => $"{e.Key} {e.Operator} {string.Join(' ', e.Values)}"));
}
