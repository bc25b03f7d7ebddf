using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Controllers.Rbac;
using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Controllers.Tests.Rbac;

public sealed class RuleCoverTests
{
    private static readonly string[] Words = ["a", "b", "*", "a/s", "*/s"];

    [Theory]
    [InlineData("*", "*", "*", "", "")]
    [InlineData("get", "", "pods", "", "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\"]}")]
    [InlineData("get,list", "apps", "pods", "", "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}")]
    [InlineData("get,list", "", "pods", "x", "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}")]
    [InlineData("get,list", "", "*/log", "", "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}")]
    public void What_is_not_held_is_missing(string verbs, string group, string resource, string name, string missing)
    {
        var held = new PolicyRule { Verbs = verbs.Split(','), ApiGroups = [group], Resources = [resource], ResourceNames = name.Length > 0 ? [name] : [] };
        var wanted = new PolicyRule { Verbs = ["get", "list"], ApiGroups = [""], Resources = ["pods"] };

        string.Join('\n', RuleCover.Missing([held], [wanted]).Select(RuleCover.Show)).ShouldBe(missing);
    }

    [Theory]
    [InlineData("/healthz*", "/healthz/ping", true)]
    [InlineData("*", "/x", true)]
    [InlineData("/a", "/ab", false)]
    public void Paths_are_covered_by_their_prefix(string held, string wanted, bool covers) =>
        RuleCover.Missing([new PolicyRule { Verbs = ["get"], NonResourceURLs = [held] }], [new PolicyRule { Verbs = ["get"], NonResourceURLs = [wanted] }]).Count.ShouldBe(covers ? 0 : 1);

    [Fact]
    public void Whoever_holds_some_rules_may_give_those_and_whoever_holds_none_may_give_nothing() => Prop.ForAll(Rules().ToArbitrary(), static rules =>
        RuleCover.Missing([.. rules], [.. rules]).Count == 0 && RuleCover.Missing([], [.. rules]).Count > 0).QuickCheckThrowOnFailure();

    private static Gen<List<PolicyRule>> Rules() => (
        from verbs in Gen.Elements(Words).NonEmptyListOf()
        from groups in Gen.Elements(Words).NonEmptyListOf()
        from resources in Gen.Elements(Words).NonEmptyListOf()
        from names in Gen.Elements(Words).ListOf()
        select new PolicyRule { Verbs = [.. verbs], ApiGroups = [.. groups], Resources = [.. resources], ResourceNames = [.. names] }).NonEmptyListOf().Resize(4);
}
