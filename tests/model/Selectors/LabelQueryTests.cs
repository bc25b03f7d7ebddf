using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Model.Tests.Selectors;

public class LabelQueryTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "web", ["tier"] = "front", ["n"] = "5", ["example.com/x"] = "" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web,tier!=back", true)]
    [InlineData("app != web", false)]
    [InlineData("app in (api, web),tier notin (back)", true)]
    [InlineData("app notin (web)", false)]
    [InlineData("missing notin (x)", true)]
    [InlineData("app,!missing,!  gone", true)]
    [InlineData("!app", false)]
    [InlineData("n>4,n<6", true)]
    [InlineData("n>5", false)]
    [InlineData("example.com/x=", true)]
    [InlineData("example.com/x in (,a)", true)]
    [InlineData("in in (in),app", false)]
    [InlineData("example.com/x in ()", true)]
    [InlineData("app in ()", false)]
    public void A_query_matches_when_every_requirement_holds(string query, bool matches) =>
        LabelQuery.Parse(query).Matches(Labels).ShouldBe(matches);

    [Theory]
    [InlineData("a=b=c", "found '=', expected: ',' or 'end of string'")]
    [InlineData("a,", "found '', expected: identifier after ','")]
    [InlineData("=a", "found '=', expected: !, identifier, or 'end of string'")]
    [InlineData("a in b", "unable to parse requirement: found 'b' expected: '('")]
    [InlineData("a in (b", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("-a=b", "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")]
    [InlineData("a=b/c", "unable to parse requirement: values[0][a]: Invalid value: \"b/c\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")]
    public void A_text_that_is_no_query_is_refused_in_Kubernetes_words(string query, string message)
    {
        var failure = Should.Throw<StatusException>(() => LabelQuery.Parse(query));
        (failure.Code, failure.Message).ShouldBe((400, message));
    }

    [Theory]
    [InlineData("b=2,a==1", "a=1,b=2")]
    [InlineData("x in (c,a,b), !y ,z", "x in (a,b,c),!y,z")]
    public void The_canonical_form_is_sorted(string query, string canonical) => LabelQuery.Parse(query).ToString().ShouldBe(canonical);

    [Fact]
    public void A_selector_of_an_object_selects_with_both_its_parts()
    {
        var query = LabelQuery.From(new LabelSelector
        {
            MatchLabels = new Dictionary<string, string> { ["app"] = "web" },
            MatchExpressions = [new() { Key = "tier", Operator = "In", Values = ["front"] }, new() { Key = "old", Operator = "DoesNotExist" }],
        });
        query.Matches(Labels).ShouldBeTrue();
        query.ToString().ShouldBe("app=web,!old,tier in (front)");
    }

    [Fact]
    public void No_selector_selects_nothing_and_an_empty_one_everything()
    {
        LabelQuery.From((LabelSelector?)null).Matches(Labels).ShouldBeFalse();
        LabelQuery.From(new LabelSelector()).Matches(Labels).ShouldBeTrue();
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        var query = LabelQuery.Parse("app=web,tier in (front,back),!x");
        query.Matches(Labels);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) query.Matches(Labels);
        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
    }
}
