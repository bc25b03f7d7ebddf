using System.Text;

namespace Orleans.Kube.Tests.Silo;

public sealed class WatchTests(ApiServerFixture server)
{
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task A_watch_without_a_revision_starts_with_what_is_there()
    {
        var path = await FilledAsync("a");
        using var watch = await _api.WatchAsync(path);
        (await watch.NextAsync())!.ToString().ShouldBe("ADDED a");
        await CreateAsync(path, "b");
        (await watch.NextAsync())!.ToString().ShouldBe("ADDED b");
        await _api.PatchAsync(path + "/b", """{"data":{"k":"dg=="}}""");
        (await watch.NextAsync())!.ToString().ShouldBe("MODIFIED b");
        await _api.DeleteAsync(path + "/a");
        (await watch.NextAsync())!.ToString().ShouldBe("DELETED a");
    }

    [Fact]
    public async Task A_watch_from_a_revision_tells_what_happened_since()
    {
        var path = await FilledAsync("a");
        var list = await _api.GetAsync(path);
        await CreateAsync(path, "b");
        using var watch = await _api.WatchAsync($"{path}?resourceVersion={list.Revision}");
        var added = await watch.NextAsync();
        added!.ToString().ShouldBe("ADDED b");
        long.Parse(added.Text("metadata.resourceVersion")).ShouldBeGreaterThan(list.Revision);
    }

    [Fact]
    public async Task A_deletion_carries_its_own_revision()
    {
        var path = await FilledAsync("a");
        var list = await _api.GetAsync(path);
        await _api.DeleteAsync(path + "/a");
        using var watch = await _api.WatchAsync($"{path}?resourceVersion={list.Revision}");
        long.Parse((await watch.NextAsync())!.Text("metadata.resourceVersion")).ShouldBeGreaterThan(list.Revision);
    }

    [Fact]
    public async Task Starting_and_ceasing_to_match_a_selector_is_being_added_and_deleted()
    {
        var path = await FilledAsync("a");
        using var watch = await _api.WatchAsync(path + "?labelSelector=tier%3Dweb");
        await _api.PatchAsync(path + "/a", """{"metadata":{"labels":{"tier":"web"}}}""");
        (await watch.NextAsync())!.ToString().ShouldBe("ADDED a");
        await _api.PatchAsync(path + "/a", """{"data":{"k":"dg=="}}""");
        (await watch.NextAsync())!.ToString().ShouldBe("MODIFIED a");
        var patched = await _api.PatchAsync(path + "/a", """{"metadata":{"labels":{"tier":"db"}}}""");
        var gone = await watch.NextAsync();
        gone!.ToString().ShouldBe("DELETED a");
        gone.Text("metadata.labels.tier").ShouldBe("web");
        gone.Text("metadata.resourceVersion").ShouldBe(patched.Text("metadata.resourceVersion"));
    }

    [Fact]
    public async Task One_name_can_be_watched_alone()
    {
        var path = await FilledAsync("a", "b");
        using var byPath = await _api.WatchAsync(path.Replace("/api/v1/", "/api/v1/watch/") + "/b");
        (await byPath.NextAsync())!.ToString().ShouldBe("ADDED b");
        using var bySelector = await _api.WatchAsync(path + "?fieldSelector=metadata.name%3Db");
        (await bySelector.NextAsync())!.ToString().ShouldBe("ADDED b");
    }

    [Fact]
    public async Task The_state_ends_with_a_bookmark_when_initial_events_are_asked_for()
    {
        var path = await FilledAsync("a");
        using var watch = await _api.WatchAsync(path + "?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        (await watch.NextAsync())!.ToString().ShouldBe("ADDED a");
        var end = await watch.NextAsync();
        end!.Type.ShouldBe("BOOKMARK");
        ((string?)end.Object["metadata"]!["annotations"]!["k8s.io/initial-events-end"]).ShouldBe("true");
        end.Text("kind").ShouldBe("Secret");
        Encoding.UTF8.GetString(Convert.FromBase64String((string)end.Object["metadata"]!["annotations"]!["kubernetes.io/initial-events-list-blueprint"]!))
            .ShouldBe("{\"kind\":\"SecretList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":null}\n");
    }

    [Fact]
    public async Task Bookmarks_go_on_with_the_history_of_others()
    {
        var path = await FilledAsync();
        using var watch = await _api.WatchAsync(path + "?allowWatchBookmarks=true");
        var elsewhere = await FilledAsync("x");
        var revision = (await _api.GetAsync(elsewhere)).Revision;
        WatchedEvent? mark;
        do mark = await watch.NextAsync();
        while (long.Parse(mark!.Text("metadata.resourceVersion")) < revision);
        mark.Type.ShouldBe("BOOKMARK");
    }

    [Fact]
    public async Task The_server_ends_a_watch_when_its_time_is_over()
    {
        using var watch = await _api.WatchAsync(await FilledAsync() + "?timeoutSeconds=1");
        (await watch.NextChangeAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("sendInitialEvents=true&allowWatchBookmarks=true")]
    [InlineData("sendInitialEvents=true&resourceVersionMatch=Exact&resourceVersion=1&allowWatchBookmarks=true")]
    [InlineData("sendInitialEvents=false&resourceVersionMatch=NotOlderThan&continue=x")]
    [InlineData("resourceVersionMatch=NotOlderThan&resourceVersion=1")]
    public async Task Parameters_that_contradict_each_other_are_refused(string query)
    {
        using var watch = await _api.WatchAsync("/api/v1/secrets?" + query);
        watch.Code.ShouldBe(422);
    }

    [Fact]
    public async Task The_path_of_an_object_is_read_and_never_watched()
    {
        var path = await FilledAsync("a");
        (await _api.GetAsync(path + "/a?watch=true")).Text("kind").ShouldBe("Secret");
        (await _api.GetAsync(path + "/b?watch=true")).Code.ShouldBe(404);
    }

    [Fact]
    public async Task Initial_events_without_bookmarks_are_the_state_and_no_more()
    {
        using var watch = await _api.WatchAsync(await FilledAsync("a") + "?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1");
        (await watch.NextAsync())!.ToString().ShouldBe("ADDED a");
        (await watch.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_watch_from_the_future_waits_for_it()
    {
        var path = await FilledAsync("a");
        var present = (await _api.GetAsync(path)).Revision;
        using var watch = await _api.WatchAsync($"{path}?resourceVersion={present + 1}");
        watch.Code.ShouldBe(200);
        await _api.PatchAsync(path + "/a", """{"metadata":{"labels":{"n":"1"}}}""");
        do await _api.PatchAsync(path + "/a", """{"metadata":{"labels":{"n":"2"}}}""");
        while ((await _api.GetAsync(path)).Revision <= present + 1);
        (await watch.NextAsync())!.ToString().ShouldBe("MODIFIED a");
    }

    [Fact]
    public async Task Tables_can_be_watched()
    {
        var path = await FilledAsync("a");
        using var watch = await _api.WatchAsync(path, "application/json;as=Table;v=v1;g=meta.k8s.io");
        var added = await watch.NextAsync();
        added!.Type.ShouldBe("ADDED");
        added.Text("kind").ShouldBe("Table");
        added.Text("rows.0.cells.0").ShouldBe("a");
    }

    [Fact]
    public async Task Metadata_can_be_watched()
    {
        var path = await FilledAsync("a");
        using var watch = await _api.WatchAsync(path, "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");
        (await watch.NextAsync())!.Text("kind").ShouldBe("PartialObjectMetadata");
    }

    [Fact]
    public async Task Three_hundred_watchers_each_see_every_change_in_order()
    {
        var path = await FilledAsync();
        var watchers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => _api.WatchAsync(path)));
        string[] names = ["a", "b", "c", "d", "e"];
        foreach (var name in names) await CreateAsync(path, name);
        foreach (var watcher in watchers)
        {
            foreach (var name in names) (await watcher.NextAsync())!.Name.ShouldBe(name);
            watcher.Dispose();
        }
    }

    private async Task<string> FilledAsync(params string[] names)
    {
        var path = $"/api/v1/namespaces/{await server.NamespaceAsync()}/secrets";
        foreach (var name in names) await CreateAsync(path, name);
        return path;
    }

    private async Task CreateAsync(string path, string name) => (await _api.PostAsync(path, $$$"""{"metadata":{"name":"{{{name}}}"}}""")).Code.ShouldBe(201);
}
