namespace Orleans.Kube.Tests.Silo;

public sealed class DashboardTests(QuietServer quiet) : IClassFixture<QuietServer>
{
    private readonly ApiClient _anybody = quiet.Server.Anonymous;

    [Theory]
    [InlineData("/dashboard/", "text/html; charset=utf-8", "<!doctype html>")]
    [InlineData("/dashboard/index.html", "text/html; charset=utf-8", "<!doctype html>")]
    [InlineData("/dashboard/main.js", "text/javascript; charset=utf-8", "import ")]
    [InlineData("/dashboard/style.css", "text/css; charset=utf-8", ":root")]
    [InlineData("/dashboard/icon.svg", "image/svg+xml", "<svg")]
    public async Task Anybody_may_have_its_files_which_load_nothing_from_elsewhere(string path, string type, string begins)
    {
        var answer = await _anybody.GetAsync(path);
        (answer.Code, answer.Headers["Content-Type"]).ShouldBe((200, type));
        answer.Body.ShouldContain(begins);
        answer.Headers["Content-Security-Policy"].ShouldStartWith("default-src 'none'; script-src 'self';");
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
    }

    [Theory]
    [InlineData("/dashboard/nothing", 404)]
    [InlineData("/dashboard/main.js/", 404)]
    [InlineData("/dashboard/..%2Fmain.js", 404)]
    [InlineData("/dashboards/", 403)]
    public async Task What_it_does_not_have_is_not_found(string path, int code) => (await _anybody.GetAsync(path)).Code.ShouldBe(code);

    [Fact]
    public async Task It_is_only_read() => (await quiet.Server.Admin.PostAsync("/dashboard/", "{}")).Code.ShouldBe(405);

    [Fact]
    public async Task Every_module_that_a_module_needs_is_there()
    {
        (await _anybody.GetAsync("/dashboard/")).Body.ShouldContain("main.js");
        var waiting = new Queue<string>(["main.js"]);
        var seen = new HashSet<string>();
        while (waiting.TryDequeue(out var name))
        {
            if (!seen.Add(name)) continue;
            var module = await _anybody.GetAsync($"/dashboard/{name}");
            module.Code.ShouldBe(200, name);
            foreach (var line in module.Body.Split('\n').Where(static line => line.StartsWith("import ", StringComparison.Ordinal))) waiting.Enqueue(line.Split("\"./")[1].TrimEnd(';', '"'));
        }

        seen.Count.ShouldBeGreaterThan(5);
    }
}
