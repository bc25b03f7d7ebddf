using Orleans.Kube.Ledger.View;
using Orleans.Kube.Model;
using static Orleans.Kube.Ledger.Tests.Samples;

namespace Orleans.Kube.Ledger.Tests.View;

public sealed class ClusterViewTests
{
    private static readonly string[] Namespaces = ["a", "a-b", "a.b", "ab", "b"];

    [Fact]
    public void A_list_is_in_the_ordinal_order_of_paths_even_where_one_namespace_begins_like_another()
    {
        var view = Show([.. Namespaces.SelectMany(name => new[] { Content(Pod("x", name)), Content(Pod("a", name)) }), Content(new(Nodes, "", "n"))]);
        view.List(Pods).Select(item => item.Key.Path).ShouldBe(
            ["a-b/a", "a-b/x", "a.b/a", "a.b/x", "a/a", "a/x", "ab/a", "ab/x", "b/a", "b/x"]);
        view.Resources.ShouldBe([Nodes, Pods], ignoreOrder: true);
        view.Count(Pods).ShouldBe(10);
        foreach (var name in Namespaces)
        {
            view.List(Pods, name).Select(item => item.Key.Path).ShouldBe([$"{name}/a", $"{name}/x"]);
            view.Count(Pods, name).ShouldBe(2);
        }
    }

    [Theory]
    [InlineData(null, "a-b/x", 8)]
    [InlineData(null, "a/a", 5)]
    [InlineData(null, "a/gone", 5)]
    [InlineData("a", "a-b/a", 2)]
    [InlineData("a", "a/a", 1)]
    [InlineData("a", "ab/a", 0)]
    public void A_page_begins_after_a_path_whether_or_not_it_is_still_there(string? @namespace, string after, int left)
    {
        var view = Show([.. Namespaces.SelectMany(name => new[] { Content(Pod("x", name)), Content(Pod("a", name)) })]);
        var rest = view.List(Pods, @namespace, after).ToList();
        rest.Count.ShouldBe(left);
        rest.ShouldAllBe(item => string.CompareOrdinal(item.Key.Path, after) > 0);
    }

    [Fact]
    public void Owners_are_found_as_they_come_and_go()
    {
        var free = Content(Pod("p"));
        var held = Content(Pod("p"), controller: "rs", owner: "job");
        var owned = Content(Pod("p"), owner: "job");

        var view = Show([free]);
        view.Uncontrolled(Pods, "default").ShouldBe([free]);
        view = Replace(view, free, held);
        view.ControlledBy(Pods, "rs").ShouldBe([held]);
        view.ControlledBy(Deployments, "rs").ShouldBeEmpty();
        view.ControlledBy(Pods, "job").ShouldBeEmpty();
        view.Dependents("job").ShouldBe([held]);
        view.Uncontrolled(Pods, "default").ShouldBeEmpty();
        view = Replace(view, held, owned);
        view.ControlledBy(Pods, "rs").ShouldBeEmpty();
        view.Dependents("rs").ShouldBeEmpty();
        view.Dependents("job").ShouldBe([owned]);
        view.Uncontrolled(Pods, "default").ShouldBe([owned]);

        var edit = view.Edit();
        edit.Remove(owned);
        view = edit.Build(4);
        view.Dependents("job").ShouldBeEmpty();
        view.Uncontrolled(Pods, "default").ShouldBeEmpty();
        view.Resources.ShouldBeEmpty();
    }

    private static ClusterView Show(params ApiObject[] items)
    {
        var edit = ClusterView.Empty(0).Edit();
        foreach (var item in items) edit.Put(item, null);
        return edit.Build(1);
    }

    private static ClusterView Replace(ClusterView view, ApiObject before, ApiObject after)
    {
        var edit = view.Edit();
        edit.Put(after, before);
        return edit.Build(view.Revision + 1);
    }
}
