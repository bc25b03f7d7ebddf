using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("nginx")]
    [InlineData("nginx:1.27-alpine")]
    [InlineData("library/nginx")]
    [InlineData("registry.example.com:5000/a/b_c/d-e__f:Tag_1")]
    [InlineData("localhost/x@sha256:01122b37a3d17f94802627d402894342236b431a534461e1e9c400812d681d45")]
    [InlineData("[fd00::1]:5000/x")]
    [InlineData("Example.com/x")]
    public void Names_are_taken(string name) => ImageName.Problem(name).ShouldBeNull();

    [Theory]
    [InlineData("UPPER/case::x", "invalid reference format")]
    [InlineData("Nginx", "invalid reference format: repository name (Nginx) must be lowercase")]
    [InlineData("example.com/Shop/web:1", "invalid reference format: repository name (Shop/web) must be lowercase")]
    [InlineData("nginx:", "invalid reference format")]
    [InlineData("nginx:-1", "invalid reference format")]
    [InlineData("/nginx", "invalid reference format")]
    [InlineData("a//b", "invalid reference format")]
    [InlineData("nginx latest", "invalid reference format")]
    [InlineData("nginx@sha256:12", "invalid reference format")]
    public void Others_are_not_in_docker_s_words(string name, string problem) => ImageName.Problem(name).ShouldBe(problem);
}
