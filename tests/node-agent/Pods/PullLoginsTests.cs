using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class PullLoginsTests
{
    [Theory]
    [InlineData("the registry", "registry.example/app:1", "registry.example", true)]
    [InlineData("a part of it", "registry.example/team/app:1", "registry.example/team", true)]
    [InlineData("another part of it", "registry.example/team/app:1", "registry.example/other", false)]
    [InlineData("its port", "registry.example:5000/app:1", "registry.example:5000", true)]
    [InlineData("another port", "registry.example:5000/app:1", "registry.example", false)]
    [InlineData("any host below it", "eu.registry.example/app:1", "*.registry.example", true)]
    [InlineData("no host deeper below it", "a.eu.registry.example/app:1", "*.registry.example", false)]
    [InlineData("part of a name", "eu-1.registry.example/app:1", "eu-*.registry.example", true)]
    [InlineData("as an address", "registry.example/app:1", "https://registry.example/v2/", true)]
    [InlineData("Docker Hub as docker login writes it", "busybox", "https://index.docker.io/v1/", true)]
    [InlineData("Docker Hub by its name", "docker.io/library/busybox:1", "docker.io", true)]
    [InlineData("Docker Hub for another registry", "registry.example/app:1", "https://index.docker.io/v1/", false)]
    public void An_entry_fits_where_its_place_does(string reason, string image, string place, bool fits) =>
        PullLogins.For(image, [Secret("""{"auths":{"PLACE":{"username":"me","password":"word"}}}""".Replace("PLACE", place, StringComparison.Ordinal))]).Count.ShouldBe(fits ? 1 : 0, reason);

    [Fact]
    public void Those_that_name_more_of_the_image_come_first()
    {
        var secrets = new[] { Secret("""{"auths":{"registry.example":{"username":"all","password":"1"}}}"""), Secret("""{"auths":{"registry.example/team":{"auth":"dGVhbToyOjM="}}}""") };
        PullLogins.For("registry.example/team/app:1", secrets).Select(static l => (l.Server, l.User, l.Password)).ShouldBe([("registry.example", "team", "2:3"), ("registry.example", "all", "1")]);
    }

    [Fact]
    public void The_older_form_is_read_too_and_what_cannot_be_read_is_nobodys()
    {
        PullLogins.For("registry.example/app", [Secret("""{"registry.example":{"username":"old","password":"1"}}""", ".dockercfg")]).ShouldHaveSingleItem().User.ShouldBe("old");
        PullLogins.For("registry.example/app", [Secret("no json"), Secret("[]"), Secret("""{"auths":[]}"""), Secret("""{"auths":{"registry.example":3}}"""), new Secret()]).ShouldBeEmpty();
    }

    private static Secret Secret(string json, string key = ".dockerconfigjson") => new() { Data = new Dictionary<string, byte[]> { [key] = Encoding.UTF8.GetBytes(json) } };
}
