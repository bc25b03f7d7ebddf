using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Model.Tests.Selectors;

public class FieldQueryTests
{
    [Theory]
    [InlineData("metadata.name=web", true)]
    [InlineData("metadata.name==web,spec.nodeName!=n2", true)]
    [InlineData("spec.nodeName!=n1", false)]
    [InlineData("spec.nodeName=", false)]
    [InlineData("", true)]
    public void A_query_matches_when_every_field_does(string text, bool matches) =>
        FieldQuery.Parse(text).Matches(static f => f == "metadata.name" ? "web" : "n1").ShouldBe(matches);

    [Fact]
    public void A_query_for_one_name_knows_it()
    {
        FieldQuery.Parse("spec.x!=1,metadata.name=web").SingleName.ShouldBe("web");
        FieldQuery.Parse("metadata.name!=web").SingleName.ShouldBeNull();
    }

    [Fact]
    public void Escaped_separators_belong_to_the_value()
    {
        var query = FieldQuery.Parse(@"a=x\,y\=z,b=1");
        query.Requirements.Select(static r => r.Value).ShouldBe(["x,y=z", "1"]);
        query.ToString().ShouldBe(@"a=x\,y\=z,b=1");
    }

    [Theory]
    [InlineData("nonsense", "invalid selector: 'nonsense'; can't understand 'nonsense'")]
    [InlineData(@"a=\x", @"invalid field selector: invalid escape sequence: \x")]
    [InlineData("a=b=c", "invalid field selector: unescaped character in value: 61")]
    public void A_text_that_is_no_query_is_a_bad_request(string text, string message)
    {
        var failure = Should.Throw<StatusException>(() => FieldQuery.Parse(text));
        (failure.Code, failure.Message).ShouldBe((400, message));
    }

    [Fact]
    public void Fields_that_a_resource_does_not_offer_are_refused()
    {
        var query = FieldQuery.Parse("spec.foo=1");
        Should.Throw<StatusException>(() => query.Require(new Dictionary<string, int>()))
            .Message.ShouldBe("\"spec.foo\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        Should.Throw<StatusException>(() => query.Require(new Dictionary<string, int> { ["status.phase"] = 1 })).Message.ShouldBe("field label not supported: spec.foo");
        query.Require(new Dictionary<string, int> { ["spec.foo"] = 1 });
    }
}
